"""What every table's model is: plain values, made quickly."""

from collections.abc import Iterable
from functools import cache
from typing import Any, Final, TypeVar

from sqlmodel import SQLModel

#: Every constraint has a name, so that a migration can drop it: SQLite makes up none.
_NAMES: Final = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(SQLModel):
    """One row of a table. Equal to another if all values are; what was read does not change behind the reader's back.

    Made without validation, as rows are from the database: SQLModel's own way takes ten times as long.
    """

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
