"""Marked lines as regression cases in the corpus form: put into tests/understanding/cases/, pytest holds on to them."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from bot.shadow.marks import Mark
from bot.shadow.overheard import Overheard
from storage.vocabulary import LOCAL_ZONE

#: What is masked reads on as something of its kind: invented numbers, nobody's.
_STAND_INS: Final = {"〔电话〕": "13800001234", "〔证件号〕": "510102199001010011", "〔号码〕": "100000000001"}
_MASKED: Final = re.compile("|".join(map(re.escape, _STAND_INS)))


def cases_of(marks: Iterable[Mark], heard: Mapping[int, Overheard], *, name: str) -> str:
    """One JSON object a line. `heard` is the chat by its line numbers, where it is at hand: then the case also says
    what was quoted and open."""
    return "".join(json.dumps(_case(mark, heard.get(mark.line), name), ensure_ascii=False) + "\n" for mark in marks)


def _case(mark: Mark, heard: Overheard | None, name: str) -> dict[str, Any]:
    case: dict[str, Any] = {"id": f"{name}-{mark.line}"}
    if heard is None:
        at = {"at": mark.at.isoformat()} if mark.at is not None else {}
        return case | at | {"text": _filled(mark.text), "intent": mark.was.value}
    case |= {"at": heard.at.astimezone(LOCAL_ZONE).isoformat(), "text": _filled(heard.text)}
    case |= {key: _filled_in(value) for key, value in heard.context.items() if value}
    return case | {"intent": mark.was.value}


def _filled_in(value: Any) -> Any:
    if isinstance(value, dict) and "text" in value:
        return {key: _filled(each) for key, each in value.items()}
    return value


def _filled(text: str) -> str:
    return _MASKED.sub(lambda found: _STAND_INS[found[0]], text)
