"""Naming a need: the public phrase, the words kept for the corpus slot, and the private detail."""

import re
from functools import lru_cache
from typing import Final

from handlers.understanding import masks
from handlers.understanding.lexicon_tasks import (
    BORROW,
    BROKEN_THING,
    DRAIN,
    HEALTH_FALLBACK,
    HEALTH_PHRASES,
    NAMED_TASK,
    REPAIR_VERB,
    TASK_PHRASES,
    TRIM_LEAD,
)
from handlers.understanding.masks import without_masks
from handlers.understanding.normalise import squeezed
from handlers.understanding.reading import Reading

LONGEST_PHRASE: Final = 14
_CLAUSE: Final = re.compile(r"[^,。!?;:\s|]+")
_ASKING: Final = re.compile(
    r"帮|借|修|买|陪|教|取|搬|抬|接|送|理发|请|找|想|需要|求|看一|瞅|换|装|通|辅导|量|测|打扫|匀|缺|"
    r"来人|上门|搭|喂|照看|改|推|掏|割|敲|代|拿|带|写|填|聊|说说话|检查|缝|清理|背|扶|收|卸|翻译|打印"
)
_PROBLEM: Final = re.compile(
    r"坏|烂|堵|漏|打不|开不|不会|看不|不亮|没气|没电|连不|推不动|搬不动|红灯|瘪|烧了|刷不过|没人|跳闸|断了|死机|走不"
)
_NO_TASK: Final = re.compile(
    r"^\W*(?:我在|我这|屋头|家里|等|谢谢|钱|请大家|现在|今天|我妈|电话|地址|地点|时间|对象|急)"
)
#: Who is to do it, before the verb; and a request that names nothing.
_DOER: Final = re.compile(
    r"^.{0,9}?(?:师傅|邻居|年轻人|小伙子?|志愿者|劳力|嬢嬢|阿姨|叔叔|大哥|[懂会].{1,5}的|没人|没得人|有空|得空|顺路|方便)"
    r"(?:吃完饭)?(?=(?:一起|上来|过来|上门|下来|今天|明天)*(?:来|去|上|过|帮|给|看|教|掏|推|带|陪|修|搭|借))"
)
_EMPTY: Final = re.compile(
    r"(?:来|去|上来|过来|上门|帮|忙|给|我|他|她|一起|人|看|瞅|修|换|装|掏|推|搭|教|弄|整|刷|瞧|搞|一|下|哈|眼|看看|嘛|吧|吗|用|不|就|还|会|的|师傅|借|个)+\Z"
)
_SOFT_END: Final = re.compile(r"(?:嘛|吧|呀|哈|呢|啊|哦|咯|不|一下|一哈)+\Z")
_FIELD_NAMES: Final = re.compile(
    r"^(?:电话|手机|联系方式|地址|地点|时间|联系人?|点单|点个单|求助|需求|代点|请问|谢谢.{0,3})\s*$"
)


def public_phrase(reading: Reading, words: str, *, is_health: bool) -> str:
    """What a room may read: for health a fixed phrase, else the task in the asker's own short words."""
    plain = without_masks(reading.masked)
    if is_health:
        return next((phrase for pattern, phrase in HEALTH_PHRASES if pattern.search(plain)), HEALTH_FALLBACK)
    return (_borrowed(plain) or _broken(plain) or _repaired(plain) or _usual(plain) or _task(plain) or _cut(words))[
        :LONGEST_PHRASE
    ]


def _usual(plain: str) -> str:
    return next((phrase for pattern, phrase in TASK_PHRASES if pattern.search(plain)), "")


def _broken(plain: str) -> str:
    found = BROKEN_THING.search(plain)
    if not found:
        return ""
    return ("疏通" if found["thing"] in DRAIN else "修") + found["thing"]


def _borrowed(plain: str) -> str:
    found = BORROW.search(plain)
    return f"借{found['thing'] or found['thing2']}" if found else ""


def _repaired(plain: str) -> str:
    found = REPAIR_VERB.search(plain)
    return f"修{found['thing']}" if found else ""


def _task(plain: str) -> str:
    found = NAMED_TASK.search(plain)
    return "" if not found else ("帮" if found["verb"] in "买取拿送带搬抬寄" else "") + found["verb"] + found["thing"]


def _cut(words: str) -> str:
    trimmed = TRIM_LEAD.sub("", words, count=1).strip()
    return trimmed if len(trimmed) > 1 else "帮忙"


def task_words(reading: Reading) -> str:
    """The clause that asks, or names what is wrong: the corpus slot `what`."""
    return _task_words(reading.masked)


@lru_cache(maxsize=8)  # asked for by the need and by its slots
def _task_words(masked: str) -> str:
    clauses = [squeezed(without_masks(match[0])) for match in _CLAUSE.finditer(masked)]
    clauses = [c for c in clauses if len(c) > 1 and not _FIELD_NAMES.match(c)]
    if not clauses:
        return squeezed(without_masks(masked))
    best = max(clauses, key=_worth)
    trimmed = _trimmed(best)
    if _PROBLEM.search(best) and not _ASKING.search(best):
        asking = next((c for c in clauses if _ASKING.search(c) and not _PROBLEM.search(c) and c != best), "")
        return f"{trimmed},{_trimmed(asking)}" if len(_trimmed(asking)) > 1 else trimmed
    return trimmed if len(trimmed) > 1 else best


def _trimmed(clause: str) -> str:
    return _SOFT_END.sub("", TRIM_LEAD.sub("", _DOER.sub("", clause, count=1), count=1)).strip()


def _worth(clause: str) -> float:
    worth = (
        2.0 * bool(_ASKING.search(clause)) + 1.5 * bool(_PROBLEM.search(clause)) - 2.0 * bool(_NO_TASK.match(clause))
    )
    worth -= 1.2 * bool(_EMPTY.match(TRIM_LEAD.sub("", _DOER.sub("", clause, count=1), count=1)))
    return worth + min(len(clause), 12) * 0.05


def private_detail(reading: Reading) -> str:
    """The asker's own words without phone, ID and address."""
    text = reading.text
    for piece in reading.pieces.found:
        if piece.kind in ("phone", "id", "address"):
            text = masks.masked(text, piece.begin, piece.end, " ")
    return squeezed(re.sub(r"(?:电话|手机号?|联系(?:方式|电话))[:\s]*(?=\s|$)", " ", text))
