"""What every table's model is: plain values, made quickly."""

from collections.abc import Iterable
from functools import cache
from typing import Any, Final, Self, TypeVar

from sqlalchemy.orm import InstrumentedAttribute
from sqlmodel import SQLModel
from sqlmodel.main import SQLModelMetaclass

#: Every constraint has a name, so that a migration can drop it: SQLite makes up none.
_NAMES: Final = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class _Column:
    """What a class has for a column. A row has a value of its own under the name, which Python finds before this."""

    def __init__(self, column: InstrumentedAttribute[Any]) -> None:
        self._column = column

    def __get__(self, _row: object, _model: type) -> InstrumentedAttribute[Any]:
        return self._column


class _Unwatched(SQLModelMetaclass):
    """Rows that no session watches: a value is read in 0.03 µs, not 0.22, one is made in 5, not 24."""

    def __init__(self, name: str, bases: tuple[type, ...], members: dict[str, Any], **options: Any) -> None:
        super().__init__(name, bases, members, **options)
        if "__mapper__" not in vars(self):
            return
        type.__delattr__(self, "__init__")  # SQLAlchemy's, around ours
        for key, value in list(vars(self).items()):
            if isinstance(value, InstrumentedAttribute):
                type.__setattr__(self, key, _Column(value))


class Row(SQLModel, metaclass=_Unwatched):
    """One row of a table. Equal to another if all values are; what was read does not change behind the reader's back.

    Made without validation, as rows are from the database: SQLModel's own way takes ten times as long.
    """

    def __new__(cls, **_values: Any) -> Self:
        return object.__new__(cls)

    def __init__(self, **values: Any) -> None:
        defaults = values_left_out(type(self))
        if not values.keys() <= defaults.keys():
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(values.keys() - defaults.keys()))}")
        vars(self).update(defaults, **values)

    def __setattr__(self, name: str, value: object) -> None:
        vars(self)[name] = value

    def __eq__(self, other: object) -> bool:
        names = values_left_out(type(self))
        return type(self) is type(other) and all(vars(self)[name] == vars(other)[name] for name in names)

    __hash__ = None  # type: ignore[assignment]  # values change


Row.metadata.naming_convention = _NAMES

Model = TypeVar("Model", bound=Row)


@cache
def values_left_out(model: type[Row]) -> dict[str, Any]:
    """Every column's value where none is given, in the order of the columns."""
    return {name: None if field.is_required() else field.default for name, field in model.model_fields.items()}


def made(model: type[Model], values: Iterable[Any]) -> Model:
    """A row that was read: 2 µs; by the constructor, which SQLAlchemy watches, 7."""
    row = object.__new__(model)
    vars(row).update(zip(values_left_out(model), values, strict=True))
    return row
