"""Commands that wait for a yes, sealed in the question that asked for it."""

from typing import TypeVar

from pydantic import TypeAdapter

from handlers.act import House
from handlers.understanding.contents import Changes, Need
from storage.models.talk import Question

_NEED: TypeAdapter[Need] = TypeAdapter(Need)
_CHANGES: TypeAdapter[Changes] = TypeAdapter(Changes)

T = TypeVar("T")


def seal_need(need: Need, house: House) -> bytes | None:
    return house.uow.seal(_NEED.dump_json(need).decode())


def open_need(question: Question, house: House) -> Need | None:
    return _open(_NEED, question, house)


def seal_changes(changes: Changes, house: House) -> bytes | None:
    return house.uow.seal(_CHANGES.dump_json(changes).decode())


def open_changes(question: Question, house: House) -> Changes | None:
    return _open(_CHANGES, question, house)


def _open(adapter: TypeAdapter[T], question: Question, house: House) -> T | None:
    payload = house.uow.open(question.payload_sealed)
    return adapter.validate_json(payload.reveal()) if payload is not None else None
