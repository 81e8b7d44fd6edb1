"""How the number of a posting, a list index, stars and a head count are written."""

import re
from typing import Final

_CN: Final = (
    r"(?:[一二三四五六七八九]百[零一二三四五六七八九十]{0,4}|"
    r"[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
)
_N: Final = rf"(?:\d{{1,4}}|{_CN})"
#: After 号: a house, a day, a bus line, no posting.
_HOUSE: Final = "楼|院|线|门|窗|桌|电池|公路|房|店|铺|车|出口|台|机|柜|前|之前|后|到|至|那天|去|要|吗|几"
#: What follows a number that counts or measures something, and so is no posting's.
_UNITS: Final = (
    r"(?![\d点时分秒月年天岁日个只斤块元米楼层栋幢单组室路度折倍次人位名袋瓶张件份桶包条双本台辆把套碗杯盒箱盘颗根片头口家户万千百十%.+°/℃×*~\-公多几毛星颗kKgGwm]|"
    r":\d|两(?!个|位|名|人|三)"
    rf"|来[个位]|号(?:{_HOUSE})"
    "|号?\ue007)"
)

#: 点单3, 接单 12, 完成12: the verb stands before the number. 点 and its like count only where a clause begins.
_LONG_VERBS: Final = (
    "接单|退单|派单|撤单|查单|改单|评单|拒单|点单|完成|办完|取消报名|取消|重开|撤销|撤回|退回|改派|"
    "换人|报名|签到码?|退出|查询|查看|评价|评分|修改|更改|接龙|为什么|重新打开|认领|抢单|接受|撤掉|"
    "办结|关闭|结单|催单|催"
)
_SHORT_VERBS: Final = "接|退|派|撤|查|改|评|拒|点|完|取|签|报"
_CLAUSE: Final = r"(?:(?<=^)|(?<=[\s,。;!?、:我来她他就帮把请先再姐哥爷婆叔姨妈嬢师傅爸妈公婆]))"

NUMBERED: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:#\s?|(?:单号|订单号?|单子|工单|编号|活动|那个活动)\s?(?:是|:)?\s?#?)(?P<n>\d{1,4})(?![\d点:#月年])",
        (
            rf"(?<![\d.第栋幢楼元百十二三四五六七八九])(?P<n>{_N})\s?(?:号(?:的)?(?:这|那)?个?(?:单(?!元|位|身|"
            rf"独|纯|词)|需求|活动|工单|订单)|(?:这|那)个?单(?!元|位|身))"
        ),
        r"(?<![\d.第栋幢楼元])(?P<n>\d{1,4})号?(?:评单|接单|退单|撤单|改单|派单|完成|重开)",
        (
            rf"(?:{_LONG_VERBS})(?:了|第|单|下|一下|:|活动|一哈)?\s?#?(?P<n>\d{{1,4}}|{_CN}(?=\s*$|号|[,。!]|"
            rf"\s+[^个位份]))(?:号单?)?{_UNITS}"
        ),
        (
            rf"{_CLAUSE}(?:{_SHORT_VERBS})(?:第|:|一下|一哈|下|哈|了)?\s?#?(?P<n>\d{{1,4}}|{_CN}(?=\s*$|号(?:$|"
            rf"\s|,)))(?:号单?)?{_UNITS}"
        ),
    )
)
MORE_NUMBERS: Final = re.compile(
    rf"(?:号单?)?\s?(?:[、,和跟与及/]|还有|以及|\s)\s?#?(?P<n>\d{{1,4}}|{_CN}(?=号))(?:号单?)?{_UNITS}"
)

#: A number with nothing that marks it: a posting's if the room has it open, or if a verb of ours follows.
BARE_NUMBER: Final = re.compile(
    r"(?<![\dA-Za-z:.#\-+/×*第前后满差十百千万¥￥$路街巷道])(?<!满分)(?P<n>\d{1,4})"
    rf"(?:号(?!{_HOUSE}))?"
    r"(?P<verb>(?=\s?(?:我来|我接|我去|我可以|我认领|我包|我能|让我来|给我(?:吧|嘛|来|$)|"
    r"交给我|归我|写我|算我|不接了|退了|撤了|不要了|不用了|取消|完成了?|做完了?|办好了?|搞定|搞归一|"
    r"弄好了?|修好了?|有人接|谁接|派给|改成|改到|改为|改一下|没修好|重开|派|交给队)))?"
    rf"{_UNITS}"
)

#: 16号 is a day, unless 16 is open here and the words go on as no day would.
OPEN_DAY_LIKE: Final = re.compile(
    r"(?<![月\d第.到至~\-路街巷段道])(?P<n>\d{1,3})号(?!\s?(?:早|上午|中午|下午|晚|凌晨|\d|"
    r"[一二三四五六七八九十两]+点|前|之前|以前|后|到|至|[-~]|去|要|开|出|放|回|那天|当天|周|星期|\(|"
    r"楼|院|线|门|窗|桌|车|店|铺|房|厅|柜|台|机|电池|公路|出口|[、和]\d+号))(?P<verb>\Zx)?"
)

INDEX: Final = re.compile(
    r"(?m)^[ \t]*(?:\(?[0-9]{1,3}(?:[.、)]|(?=[ \t]*[\u4e00-\u9fffA-Za-z]{1,8}[ \t]*$))(?!\d)|"
    r"[一二三四五六七八九十]{1,2}[、.])"
)

STARS: Final = re.compile(
    r"(?<![\d第])(?P<n>10|[0-9]|[零一二两三四五六七八九十])\s?(?:颗?星(?!期|座|球|光|级)|颗星|分(?!钟|"
    r"之|享|别|开|类|手|局|店|钱|期|配|析|内|数线|种|到|给|红|布|成|工|为|贝|组))(?:好评|满分)?|"
    r"[★⭐]{1,7}"
)

_SOME: Final = r"(?:\d{1,3}\s?[-~到至]\s?)?(?:\d{1,3}|[一二两三四五六七八九十百]{1,4})"
COUNTED_PEOPLE: Final = re.compile(
    rf"(?<![\d.第每])(?P<n>{_SOME}[来多几余]?)\s?(?:个(?=[\u4e00-\u9fff]{{0,4}}(?:人|志愿者|师傅|小伙|"
    rf"劳力|老师|队员|学生|大学生|邻居|壮|帮手|小朋友|大人|老人|学员|壮劳力|女|男|阿姨|嬢嬢|哥|娃)|"
    rf"就够|够|$|[,。!\s])|名|位|人(?!家|民|生|间|次|工|类|口|品|们|才|份|均))"
)
