"""Who comes, and how many in all: the slots of 报名, 取消报名 and 签到."""

import re
from typing import Any, Final

from handlers.understanding.numerals import NUMBER, whole_number
from handlers.understanding.reading import Reading
from storage.intents import Intent

_SURNAMES: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪"
    "范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤庞樊兰殷施洪翟安颜倪牛温芦葛"
)
_TITLES: Final = r"(?:婆婆|爷爷|奶奶|阿姨|嬢嬢|孃孃|叔叔|老师|师傅|大爷|大妈|大姐|大哥|姐|哥|婆|爷|姨|叔|妹|弟|嫂|嬢)"
_NAME: Final = (
    rf"(?:[老小][{_SURNAMES}米红明芳丽强刚军华兰霞敏静燕玲梅辉波涛勇伟]|阿(?!姨|哥|姐|妹|弟|公|婆|爷|伯|叔)[\u4e00-\u9fff]|[{_SURNAMES}]{_TITLES}|[\u4e00-\u9fff]{_TITLES}|"
    rf"(?P<_twin>[\u4e00-\u9fff])(?P=_twin)|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})"
)
_KIN: Final = re.compile(
    r"妈妈|爸爸|爷爷|奶奶|婆婆|公公|哥哥|姐姐|弟弟|妹妹|叔叔|爹爹|娃娃|宝宝|外婆|我[姐哥妹弟爷婆姨叔]|[的个了]|大[家哥姐爷妈]|两|她|他|你"
)


def _named(before: str, after: str) -> re.Pattern[str]:
    """Each use of the name pattern has its own twin group."""
    return re.compile(f"{before}(?P<name>{_NAME}){after}")


_NAMING: Final = (
    _named(r"(?:报名\s?\d{0,3}号?|、)[\s,:]{0,2}", r"(?=$|[\s、,和!。])"),
    _named(r"^\W*", r"(?=[、和]|一起|也要)"),
    _named(r"我(?:和|跟|与|同|带上?|还有|、)", r""),
    _named(
        r"(?:带上?|还有|和|跟)(?:隔壁)?[^,。!?]{0,5}?(?:的|儿子|徒弟|女儿|同事|室友|闺蜜|朋友)",
        r"(?=$|[\s,、。!和]|也|都|一起)",
    ),
    _named(r"我(?:徒弟|同事|室友|闺蜜|朋友|儿子|女儿|侄儿|外甥)", r"(?=也|都|一起|来|参加|报|上)"),
    _named(
        r"(?:^|[,。!\s、:]|活动)",
        r"(?=也(?:来|去|参加|报|上)|(?:明[天早]|临时|说)?[^,。!?]{0,6}?(?:不(?:来|去|参加|跑)了|来不了|去不了|跑不了|当班))",
    ),
    _named(r"(?:我家|我们家|我屋头)(?:的)?", r""),
    _named(
        r"(?:算上?|加上?|带上?|还有|帮|给|替)(?:我(?:家)?)?(?:和|跟)?", r"(?=一个|报|登|取消|退|\W|$|也|哦|嘛|去|来)"
    ),
    _named(r"(?:退|取消|撤|划)(?:掉|了)?", r"(?=$|\W|的|一个|吧|嘛)"),
    _named(r"^\W*", r"(?=(?:也|要|想|就)?(?:退出|不(?:来|去|参加)|来不了|去不了|报名|报一个|参加|\+\s?1))"),
)
_PLUS: Final = re.compile(r"\+\s?(\d{1,2})(?!\d)")
_TOGETHER: Final = re.compile(
    rf"(?:一共|总共|共|我们|咱们?|一家|全家|一大一小|大小|我(?:和|跟|与|同|带).{{1,8}}?)[^,。!?\d]{{0,6}}?(?P<n>{NUMBER}|俩|仨)(?:个人?|口人?|人|位|名|(?=$|\W))"
)
_OF_US: Final = re.compile(
    rf"(?:报名?|来|去|报|参加)(?:了|上)?(?:\s?\d{{1,3}}号?[\s,]{{1,2}}|[\s,])?(?P<n>{NUMBER})(?:个人|人|位|名)|带[^,。!?]{{1,6}}?(?P<n3>{NUMBER})(?:个人|人|位)|(?P<n2>{NUMBER})(?:个人?|人|位|名)(?:都|一起|全)?(?:报名|参加|来)"
)
_PAIR: Final = re.compile(
    r"我(?:和|跟|与|同|带(?:上)?)(?!大家|你们|他们)[\u4e00-\u9fff]|^\W*带(?!上?我(?:一个|嘛|$|\W))上?(?:隔壁)?[\u4e00-\u9fff]|俺?爷俩|母女俩|父子俩|我们?俩|(?:也|也要)(?:来|上|去|报)一个"
)
_ONE: Final = re.compile(
    r"算(?:上)?(?:我|[\u4e00-\u9fff]{1,4})一个|带(?:上)?我(?:一个|嘛|$|\W)|(?:给我|帮我)?留(?:一个|1个)(?:位|名额|\W|$)?|算(?:我)?一[个份]|(?:报|加)我?一个|(?:我|本人)(?:报|来)?一个"
)
_CODE: Final = re.compile(
    r"(?:签个?到|打卡)[^\d]{0,6}(?:\d{1,3}(?:号)?[\s,:]+)?(?:码|签到码|口令)?是?[\s:]{0,2}(?P<code>\d{4,6})(?!\d)"
)
_LONGEST_COUNT: Final = 99


def enrolment_slots(reading: Reading, intent: Intent, slots: dict[str, Any]) -> dict[str, Any]:
    """What the message itself says beside the number of the activity."""
    if intent is Intent.CHECK_IN:
        return _code(reading, slots)
    if names := _names(reading.text):
        slots["names"] = names
    people = _people(reading.text) if intent is Intent.ENROL else None
    if people is not None:
        slots["people"] = people
    return slots


def _code(reading: Reading, slots: dict[str, Any]) -> dict[str, Any]:
    """签到 3721: what has four digits and is not open here is the code, not the activity."""
    found = _CODE.search(reading.text)
    if found and int(found["code"]) not in reading.open_activities:
        if slots.get("activity") == int(found["code"]):
            del slots["activity"]
        slots["code"] = found["code"]
    return slots


def _names(text: str) -> list[str]:
    found = [(match.start("name"), match["name"]) for pattern in _NAMING for match in pattern.finditer(text)]
    return list(dict.fromkeys(name for _, name in sorted(found) if not _KIN.search(name)))


def _people(text: str) -> int | None:
    if plus := _PLUS.search(text):
        return int(plus[1])
    for pattern in (_TOGETHER, _OF_US):
        if found := pattern.search(text):
            number = whole_number(next(n for n in found.groups() if n).replace("俩", "两").replace("仨", "三"))
            return number if number and number <= _LONGEST_COUNT else None
    if _PAIR.search(text):
        return 2
    return 1 if _ONE.search(text) else None
