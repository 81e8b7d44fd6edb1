"""Who is signed up, or taken off, by name: heard letter by letter, and by the patterns that names follow."""

import re
from typing import Final

from handlers.understanding.reading import Reading
from handlers.understanding.tagging import NAMES

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


#: Who somebody is to the speaker, right before the name.
_RELATED: Final = (
    r"(?:[我她他](?:家|屋头)?的?|和|跟|带上?|加上|、)(?:表|堂|外|老)?"
    r"(?:男人|媳妇|公|婆|伴|妹妹?|弟弟?|姐姐?|哥哥?|侄[儿子女]|甥女?|徒弟|同事|室友|闺蜜|店员|同学|邻居|儿子|女儿|孙[子女])"
)
#: 小柳、王洋、赵四妹: one known name makes names of the rest.
_LISTED: Final = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,4}(?:[、\s][\u4e00-\u9fff]{2,4})+(?![\u4e00-\u9fff])"
)


def _named(before: str, after: str) -> re.Pattern[str]:
    """Each use of the name pattern has its own twin group."""
    return re.compile(f"{before}(?P<name>{_NAME}){after}")


_NAMING: Final = (
    _named(r"(?:报(?:名|上)\s?\d{0,3}号?|、)[\s,:]{0,2}", r"(?=$|[\s、,和!。])"),
    _named(r"(?:[他她娃]|名字)叫", r"(?=$|\W)"),
    _named(rf"{_RELATED}", r"(?=$|[\s,、。!]|去|来|也|和|报)"),
    _named(r"(?:^|[,。!\s])", r"(?:那个)?(?:的)?名[字额]"),
    _named(r"顺便把[^,。!?]{0,6}?的", r"(?=带上|算上|报上|加上)"),
    _named(r"^\W*", r"(?=[、和]|一起|也要)"),
    _named(r"我(?:和|跟|与|同|带上?|还有|、)", r""),
    _named(
        r"(?:带上?|还有|和|跟)(?:隔壁)?[^,。!?]{0,5}?(?:的|儿子|徒弟|女儿|同事|室友|闺蜜|朋友)",
        r"(?=$|[\s,、。!和]|也|都|一起)",
    ),
    _named(r"我(?:徒弟|同事|室友|闺蜜|朋友|儿子|女儿|侄儿|外甥)", r"(?=也|都|一起|来|参加|报|上)"),
    _named(
        r"(?:^|[,。!\s、:]|活动\s?\d{0,3})",
        r"(?=也(?:来|去|参加|报|上)|(?:明[天早]|临时|说)?[^,。!?]{0,6}?(?:不(?:来|去|参加|跑)[^,。!?]{0,4}了|来不了|去不了|跑不了|当班))",
    ),
    _named(r"(?:我家|我们家|我屋头)(?:的)?", r""),
    _named(
        r"(?:算上?|加上?|带上?|还有|帮|给|替)(?:我(?:家)?)?(?:和|跟)?", r"(?=一个|报|登|取消|退|\W|$|也|哦|嘛|去|来)"
    ),
    _named(r"(?:退|取消|撤|划)(?:掉|了)?", r"(?=$|\W|的|一个|吧|嘛)"),
    _named(r"^\W*", r"(?=(?:也|要|想|就)?(?:退出|不(?:来|去|参加)|来不了|去不了|报名|报一个|参加|\+\s?1))"),
)
_WHOLE_NAME: Final = _named("", "")
#: Log odds; compared on messages that it had not learnt from.
_LIFT: Final = 0.7
_PARTICLE: Final = re.compile(r"(?<=..)[哦嘛哈啊呀呢了吧噢咯]\Z")
_APART: Final = re.compile(r"[、,.()\s和跟]+")


def names_in(reading: Reading) -> list[str]:
    """In their order, each once; never kin (老公, 我妈)."""
    return max(_heard(reading), _by_pattern(reading.text), key=len)


def _heard(reading: Reading) -> list[str]:
    """Whoever no pattern has: 屋头铁柱, 林语."""
    stretches = NAMES.all(reading.masked, "names", lift=_LIFT)
    heard = [
        _PARTICLE.sub("", name) for each in stretches for name in _APART.split(reading.text[each.begin : each.end])
    ]
    return list(dict.fromkeys(name for name in heard if len(name) > 1 and not _KIN.search(name)))


def _by_pattern(text: str) -> list[str]:
    found = [(match.start("name"), match["name"]) for pattern in _NAMING for match in pattern.finditer(text)]
    for listed in _LISTED.finditer(text):
        words = [(listed.start() + word.start(), word[0]) for word in re.finditer(r"[^、\s]+", listed[0])]
        if sum(_WHOLE_NAME.fullmatch(word) is not None for _, word in words) * 2 > len(words):
            found = [each for each in found if not listed.start() <= each[0] < listed.end()] + words
    return list(dict.fromkeys(name for _, name in sorted(found) if not _KIN.search(name)))
