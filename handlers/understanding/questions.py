"""Questions that the bot can answer: what activities there are, and what is near."""

import re
from typing import Final

from handlers.understanding.categories import category_of
from handlers.understanding.decision import Decision
from handlers.understanding.gatherings import asked_activities
from handlers.understanding.gist import gist
from handlers.understanding.masks import without_masks
from handlers.understanding.prefilter import needed_grams
from handlers.understanding.reading import Reading
from handlers.understanding.results import decided, sure
from handlers.understanding.scoring import Score
from handlers.understanding.when import time_slots, when_meant
from storage.intents import Intent
from storage.vocabulary import Category

_LONGEST: Final = 30
_NEAR: Final = r"(?:附近|周边|周围|旁边|就近|离(?:我|我家|我们|这里|我们?这儿?|这儿|家)(?:比较|最)?近(?:的|点)?)"
_WHICH: Final = r"(?:什么|啥子?|哪些|没有|没得|哪几个|几个)"
_NEARBY: Final = re.compile(
    rf"{_NEAR}(?:的)?(?:哪里|哪儿|哪个地方|哪点|哪家|社区|站点?)?(?:还)?(?:有|能|可以|可|得)(?:没有|没得|{_WHICH})*"
    rf"(?:地方|人)?(?:能|可以|可|在)?(?P<what>[^,。!?\s]{{2,10}}?)(?:的|呢|嘛|吗|么|呀|啊|哦|没得?|没有|\?|\s)*\Z"
    rf"|^(?:@?\S{{0,8}}\s)?(?:查|看|搜)?(?:一?下|哈)?{_NEAR}(?:的)?\s?(?P<what3>[^,。!?\s有能可]{{2,8}}?)(?:的)?(?:地方)?(?:有没得|有没有|没得|有哪些|有啥|有|在哪里?)?(?:呢|嘛|吗|\?|\s)*\Z"
    rf"|{_NEAR}(?:的)?(?P<what4>[^,。!?\s]{{2,10}}?)(?:在哪[里儿点]?|怎么走|有没有|有没得)(?:的|呢|嘛|吗|哦|\?|\s)*\Z"
    rf"|(?:哪里|哪儿|哪点)(?:有|能|可以)?(?P<what2>[^,。!?\s]{{2,8}}?)(?:离(?:我|我家|这里|这儿|家)近|{_NEAR})(?:的|呢|嘛|吗|\?|\s)*\Z"
)
_KNOWN: Final = re.compile(
    r"活动|志愿|服务|义诊|义剪|讲座|便民|托管|暑托|站点?|课|班|培训|比赛|跳舞|合唱|图书|食堂|助餐|磨刀|修鞋|配钥匙|缝补|养老|日间照料|兴趣|书屋|义工"
)
_SHOP: Final = re.compile(
    r"卖|吃|(?<!助)餐|饭|帅|美女|厕所|停车|酒店|超市|商场|房|影院|奶茶|咖啡|景点|好玩|火锅|店|公司|厂|学校|银行|地铁|加油"
)
_ACTIVITIES: Final = re.compile(
    r"^(?:社区|站里|这里)?\s?有(?:没有|得|啥子?|什么|哪些|些?啥)?(?:社区|志愿|公益|遛娃|亲子|好玩的?)?活动(?:可以参加|参加)?(?:没得?|没有|吗|么|嘛|不|呀|\?|\s)+\Z|"
    rf"(?:有|搞|办|组织|安排)(?:些|了|得有|没有|没得)?(?:个|些)?{_WHICH}(?:可以|能)?(?:报名|参加)?(?:的)?(?:社区|志愿|公益|好玩的?|好耍的?|新的?|文体|小朋友|老人|亲子|娃儿?|孩子)?(?:者|服务|们)?的?活动"
    r"|活动(?:有(?:哪些|啥子?|什么|没得|没有)|安排|列表|日程|表(?!现|达|演))|(?:查|看)(?:一?下|哈|看)?(?:社区|最近的?|本周的?|志愿)?活动(?!室|中心)"
)
_PLANNED: Final = re.compile(
    r"(?:\ue007|^)\W?(?:社区|站里|这边|群里)?(?:还)?有(?:没有|没得|啥子?|什么|哪些)?(?:讲座|义诊|培训|演出|电影|手工课|安排(?!好))(?:给?[^,。!?]{0,4}参加|可以参加)?(?:没得?|没有|吗|么|嘛|不|呀|\?|\s)*\Z"
)
_NOT_ASKED: Final = re.compile(
    r"(?:你们?|他们?|公司|学校|班上|商场|游戏|双十一|淘宝|店)(?:那|这|里|家|公司|学校|单位)?|优惠|打折|促销|要不要|一起|去不去|取消|没(?:有)?(?:什么|啥)活动"
)
NEEDED: Final = needed_grams(_NEARBY, _ACTIVITIES, _PLANNED)


def question(reading: Reading) -> Decision | None:
    text = without_masks(reading.bare).strip(" ,。")
    if len(text) > _LONGEST:
        return None
    return _nearby(reading, text) or _activities(reading, text)


def _nearby(reading: Reading, text: str) -> Decision | None:
    found = _NEARBY.search(text)
    if not found or _SHOP.search(text):
        return None
    what = next(filter(None, found.groups())).strip()
    if category_of(what) is Category.OTHER and not _KNOWN.search(what) and not reading.is_to_bot:
        return None
    return sure(reading, Intent.ASK_NEARBY, "asks_nearby", slots={"what": what})


def nearby_of(reading: Reading, intent: Intent, score: Score) -> Decision | None:
    """The message as a question after what is near; shops are none of ours."""
    text = without_masks(reading.bare).strip(" ,。")
    return None if _SHOP.search(text) else decided(reading, intent, score, slots={"what": gist(reading, intent)})


def _activities(reading: Reading, text: str) -> Decision | None:
    if not (_ACTIVITIES.search(text) or _PLANNED.search(reading.bare)) or (
        _NOT_ASKED.search(text) and not reading.is_to_bot
    ):
        return None
    start, end = when_meant(reading, Intent.ASK_ACTIVITIES)
    return sure(
        reading, Intent.ASK_ACTIVITIES, "asks_activities", asked_activities(reading), slots=time_slots(start, end)
    )
