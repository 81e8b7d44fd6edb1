"""Whether an activity takes place in the open: as its organiser said, else by the words of its notice."""

import re
from typing import Final

from storage.models.activities import Activity

_SAID: Final = re.compile(r"户外|室外|露天")
_INDOORS: Final = re.compile(
    r"室内|[活会教阅展]\S{0,2}室|礼堂|大厅|多功能厅|书屋|图书馆|体育馆|讲座|宣讲|培训|座谈|开会|线上|网上|直播"
)
_OUTDOORS: Final = re.compile(
    r"徒步|健步走|登山|爬山|骑行|跑步|马拉松|踏青|郊游|春游|秋游|野餐|露营|放风筝|采摘|钓鱼|"
    r"[巡护]河|河道|河边|河堤|净滩|巡山|山林|捡(?:拾)?(?:垃圾|烟头)|清扫|扫(?:街|雪|落叶)|大扫除|植树|种树|种花|除草|拔草|"
    r"坝坝|院坝|广场|公园|绿道|操场|球场|田间|地里|街边|路口|路边|交通劝导|文明劝导|游园|赶集|市集|义卖"
)


def is_outdoor(activity: Activity) -> bool:
    """
    >>> [is_outdoor(Activity(title=title, place="")) for title in ("巡河捡垃圾", "巡河知识讲座", "户外讲座", "合唱")]
    [True, False, True, False]
    """
    if activity.is_outdoor is not None:
        return activity.is_outdoor
    words = f"{activity.title} {activity.place} {activity.requirements}"
    if _SAID.search(words):
        return True
    return _INDOORS.search(words) is None and _OUTDOORS.search(words) is not None
