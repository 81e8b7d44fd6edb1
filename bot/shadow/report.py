"""What was overheard, put in the order in which somebody should read it, with nothing private left in it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bot.shadow.hiding import Hiding
from bot.shadow.overheard import Line, Overheard, Unasked, Would
from storage.intents import INTENT_LABELS, Intent
from storage.vocabulary import LOCAL_ZONE

#: So near to a threshold somebody should look.
DOUBTFUL: Final = 0.05


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    note: str
    heard: Sequence[Overheard]


@dataclass(frozen=True, slots=True)
class IntentCount:
    label: str
    done: int
    asked: int
    ignored: int


@dataclass(frozen=True, slots=True)
class HourCount:
    hour: int
    heard: int
    answered: int


@dataclass(frozen=True, slots=True)
class Report:
    """`is_live`: from a room in which talk that nothing would have come of was not kept."""

    title: str
    heard: Sequence[Overheard]
    unasked: Sequence[Unasked] = ()
    own: int = 0
    is_live: bool = False
    has_pseudonyms: bool = True
    sections: Sequence[Section] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sections", tuple(_sections(self.heard)))

    def count(self, would: Would) -> int:
        return sum(each.would is would for each in self.heard)

    def by_intent(self) -> list[IntentCount]:
        """The most frequent first, small talk last."""
        counts = Counter((each.intent, each.would) for each in self.heard)
        intents = {each.intent for each in self.heard}
        rows = [
            (intent, IntentCount(INTENT_LABELS[intent], *(counts[intent, would] for would in Would)))
            for intent in intents
        ]
        rows.sort(key=lambda row: (row[0] is Intent.CHATTER, -(row[1].done + row[1].asked + row[1].ignored), row[0]))
        return [row for _, row in rows]

    def by_hour(self) -> list[HourCount]:
        hours = Counter(each.at.astimezone(LOCAL_ZONE).hour for each in self.heard)
        answered = Counter(each.at.astimezone(LOCAL_ZONE).hour for each in self.heard if each.would is not Would.IGNORE)
        return [HourCount(hour, hours[hour], answered[hour]) for hour in range(24)]


def hidden(report: Report, hiding: Hiding) -> Report:
    """The same report without names, phones and unit numbers."""
    for each in sorted(report.heard, key=lambda each: each.number):
        hiding.meet(each.speaker)
    for name in (name for each in report.heard for name in each.names):
        hiding.meet_named(name)
    return replace(
        report,
        title=hiding.text(report.title),
        heard=[_hidden(each, hiding) for each in report.heard],
        unasked=[
            replace(each, room=hiding.text(each.room), line=_hidden_line(each.line, hiding)) for each in report.unasked
        ],
    )


def _hidden(each: Overheard, hiding: Hiding) -> Overheard:
    quote = each.context.get("quote")
    return replace(
        each,
        room=hiding.text(each.room),
        speaker=hiding.person(each.speaker),
        text=hiding.text(each.text),
        said=tuple(_hidden_line(line, hiding) for line in each.said),
        context=each.context
        | ({"quote": {"sender": hiding.person(quote["sender"]), "text": hiding.text(quote["text"])}} if quote else {}),
    )


def _hidden_line(line: Line, hiding: Hiding) -> Line:
    return Line(hiding.text(line.text), hiding.person(line.to) if line.to is not None else None)


def _sections(heard: Iterable[Overheard]) -> Iterable[Section]:
    """Each message stands once; in each section the most doubtful comes first."""
    rest = sorted(heard, key=lambda each: (each.doubt, each.number))
    danger = [each for each in rest if each.is_danger]
    yield Section("危急", "先看这里:它以为有人有危险。", danger)
    rest = [each for each in rest if not each.is_danger]
    yield Section("拿不准", "离门槛最近的话,最可能判错,请先看。", [each for each in rest if each.doubt < DOUBTFUL])
    rest = [each for each in rest if each.doubt >= DOUBTFUL]
    for would, title, note in (
        (Would.DO, "会办", "它会当真去做的。"),
        (Would.ASK, "会问", "它会先问一句的。"),
        (Would.IGNORE, "不理", "它会一声不响的;漏掉的求助就在这里找。"),
    ):
        yield Section(title, note, [each for each in rest if each.would is would])
