"""What random lives have in common: a database made from one migrated once, and a count of what was lived."""

import shutil
import tempfile
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import ClassVar, Final

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, run_state_machine_as_test

from storage.schema import migrate
from storage.seal import Seal, new_key
from storage.store import Store

#: So many, and so long, in the tests; the bench (`ONLY=histories make bench`) runs more and longer ones.
HISTORIES: Final = 120
STEPS: Final = 10
_BENCH_STEPS: Final = 20


@dataclass
class Lived:
    histories: int = 0
    steps: int = 0


class Life(RuleBasedStateMachine):
    """A store of its own for each history."""

    lived: ClassVar[Lived] = Lived()

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        path = Path(self._folder.name) / "life.db"
        shutil.copy(migrated(), path)
        self.store = Store(f"sqlite:///{path}", Seal(new_key()), synchronous="OFF")

    def teardown(self) -> None:
        self.lived.histories += 1
        self.store.dispose()
        self._folder.cleanup()

    @invariant()
    def is_counted(self) -> None:
        self.lived.steps += 1


@cache
def migrated() -> Path:
    path = Path(tempfile.mkdtemp()) / "empty.db"
    store = Store(f"sqlite:///{path}", Seal(new_key()), synchronous="OFF")
    migrate(store.engine)
    store.dispose()
    return path


def settings_for(histories: int = HISTORIES, *, steps: int = STEPS) -> settings:
    return settings(
        max_examples=histories, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
    )


def run_histories(life: type[Life], histories: int) -> dict[str, int]:
    """So many random lives; raises at the first that breaks a rule."""
    run_state_machine_as_test(life, settings=settings_for(histories, steps=_BENCH_STEPS))
    return asdict(life.lived)
