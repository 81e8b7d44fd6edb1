"""How the sessions of one call are named and counted: 第一场, 上午场, 场次二, Day1, 每场10人."""

import re
from typing import Final

from handlers.understanding.masks import PEOPLE, TIME
from handlers.understanding.numerals import NUMBER

_N: Final = r"(?:十[一二]?|[一二三四五六七八九]|1?\d)"
#: What is held for whoever comes to that one; days and items may be parts of one whole.
_UNIT: Final = r"(?:场次?(?![地馆所景面合外])|批次?|班次?(?![车级主长干子])|时段|档期?|期)"
_PART: Final = (
    r"(?:上午|下午|中午|晚上|早上|傍晚|[早中晚夜]|午后|(?:周|星期|礼拜)[一二三四五六日天]|(?:\d{1,2}月)?\d{1,2}[日号])"
)
_BEGINS: Final = rf"(?:^|(?<=[\s,;。/|、:()\[\]【】<>·•\-—*+和及与{TIME}日号]))"

LABEL: Final = re.compile(
    rf"(?m){_BEGINS}(?P<label>"
    rf"(?P<ordinal>第{_N}{_UNIT}|[一二三四五六]场(?=[\s:,(\d周星上下]))"
    rf"|(?P<numbered>(?:场次|时段|班次|批次){_N}|(?:场次|时段)[A-Fa-f])"
    r"|(?P<lettered>[A-Fa-f甲乙丙丁]场(?![地馆所景面合外]))"
    rf"|(?P<part>{_PART}(?:专?场(?![地馆所景面合外])|班(?![车级主长干子])|时段))"
    rf"|(?P<weak_day>(?i:day)\s?\d|D\d(?![\d-])|第{_N}天)"
    rf"|(?P<weak_group>[A-F甲乙丙丁]组|第{_N}[组节轮])"
    r"|(?P<weak_item>〔\d〕)"
    r")[】\])]?\s?:?"
)
#: Of these the part of the day counts for the hours beside it: 下午场 2点.
PART_OF_DAY: Final = {"早": "早上", "中": "中午", "晚": "晚上", "夜": "晚上", "午后": "下午"}
PART_SAID: Final = re.compile(r"凌晨|早上|清早|[上中下]午|傍晚|晚上|夜里")
PART_UNIT: Final = re.compile(r"(?:专?场|班|时段)\Z")
LEADING_DAY: Final = re.compile(
    r"(?:(?:\d{4}年)?\d{1,2}月)?\d{1,2}[日号](?:\([^)]{1,8}\))?\s*|(?:本|下)?(?:周|星期|礼拜)[一二三四五六日天]\s*|[今明后]天\s*"
)
#: 分上午场和下午场: named before they are told of.
MENTIONED: Final = re.compile(
    rf"[分设有共]?[为成]?(?:{_PART}场|第{_N}场)(?:[、和及与](?:{_PART}场|第{_N}场))+(?:[两二三四五六]场)?[:,]?"
    r"|(?:共|一共|分)?(?:[两二三四五六]|(?<!\d)[2-6])(?:天|场|个时段)(?=[\s,、;。]|$)"
)
PLACES: Final = re.compile(r"(?:名额|人数|限额?)[:\s]?(?P<n>\d{1,5})")
CIRCLED: Final = re.compile(r"[①②③④⑤⑥⑦⑧⑨]")

#: So many for one session, in a masked text.
COUNT: Final = re.compile(
    rf"{PEOPLE}+|(?:名额|人数|限额?|招募?|需要?)[:\s]?\d{{1,5}}(?![\d月日号点:])"
    r"|(?<![\d第])\d{1,5}\s?(?:个|名|位)?(?:人|名额|志愿者|义工|名(?!单)|位(?!置))"
)
#: Before a count that is not one session's own: that of all, the least, or that of each.
NOT_OWN: Final = re.compile(r"(?:共|总|合计|至少|最少|不少于|满|起码|[每各])[^,。;|\n]{0,6}\Z")
_OF_EACH: Final = r"(?:场次?|天|日|班次?|批次?|个?时段|次|期|档|节|半天)"
_VERBS: Final = r"(?:活动|都|只|限额?|名额|人数|最多|可以?|需要?|要|招募?|收|缺|来|报|安排|志愿者|义工|约|[为是:\s])*+"
#: 每场需引导员3名、登记员2名: what follows is one session's. 各5人 counts only after what it is of.
SHARED: Final = re.compile(
    rf"(?:每(?:一)?个?{_OF_EACH}|(?:(?<=[{TIME},。;:\n场天班段次])|(?<=[{TIME},。;:场天班段次]\s))各个?{_OF_EACH}?){_VERBS}"
    rf"(?!至少|最少|不少于|起码|满)(?P<said>[\u4e00-\u9fff]{{0,4}}?(?:{PEOPLE}+|\d+)(?:[^,。;|\n]*[{PEOPLE}\d])?(?:名额|志愿者|义工|[个名位人])*)|(?P<said2>{PEOPLE}+)\s?/\s?{_OF_EACH}"
)
IN_ALL: Final = re.compile(rf"(?:共计?|总共|一共|总计|合计)[^,。;|\n\d]{{0,6}}?{NUMBER}")

#: Times that are not a session's: what stands before them, or right behind.
OTHER_BEFORE: Final = re.compile(
    r"(?:报名|咨询|集合|签到|报到|截止|截至|面试|培训|彩排|踩点|领[取物]|登记|联系|上班|办公|工作|发车|出发|乘车|来电|致电)[^,。;|\n]{0,6}\Z"
)
OTHER_BEHIND: Final = re.compile(r"\s?(?:集合|签到|报到|彩排|培训|化妆|发车|出发|乘车|试音|踩点|合影|截止|前)")
#: What a title does not say of how many sessions there are.
TITLE_REST: Final = re.compile(
    r"(?:[,、\s]*(?:分|共|一共)?(?:为)?(?:[两二三四五六]|[2-6])(?:场|天|个时段)(?:活动)?)|[缺招]?(?:志愿者|义工|志愿服务)(?:招募)?\Z"
)
