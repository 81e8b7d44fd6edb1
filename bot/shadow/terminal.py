"""The report in the terminal: the counts, and what should be looked at first. The rest is on the page."""

from collections.abc import Sequence
from typing import Final

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from bot.shadow.marks import Mark, false_replies, scores, wrong
from bot.shadow.overheard import WOULD_LABELS, Overheard, Would
from bot.shadow.page import clock, percent, span_of
from bot.shadow.report import Report, Section
from storage.intents import INTENT_LABELS

#: So many messages of a section are shown.
SHOWN: Final = 8
_STYLES: Final = {Would.DO: "green", Would.ASK: "yellow", Would.IGNORE: "dim"}
_BARS: Final = "▁▂▃▄▅▆▇█"


def show(report: Report, console: Console) -> None:
    console.print(Text(f"试读报告 · {report.title}", style="bold"), Text(span_of(report), style="dim"))
    console.print(Text(_totals(report)))
    console.print(_by_intent(report))
    console.print(Text.assemble(("按钟点  ", "dim"), _hours(report), ("  0–23 点", "dim")))
    for section in report.sections:
        if section.heard and (section.title != WOULD_LABELS[Would.IGNORE] or report.is_live):
            _show_section(section, console)


def _totals(report: Report) -> str:
    counts = "、".join(f"{label} {report.count(would)}" for would, label in WOULD_LABELS.items())
    own = f";机器人自己的 {report.own} 行没有读" if report.own else ""
    unasked = f";没人问而自己会说 {len(report.unasked)} 句" if report.unasked else ""
    return f"{len(report.heard)} 句:{counts}{unasked}{own}"


def _by_intent(report: Report) -> Table:
    table = Table("意思", *WOULD_LABELS.values(), box=None, pad_edge=False)
    for column in table.columns[1:]:
        column.justify = "right"
    for row in report.by_intent():
        table.add_row(row.label, *(str(count) if count else "·" for count in (row.done, row.asked, row.ignored)))
    return table


def _hours(report: Report) -> str:
    hours = report.by_hour()
    most = max(hour.heard for hour in hours)
    return "".join(_BARS[round((len(_BARS) - 1) * hour.heard / most)] if hour.heard else " " for hour in hours)


def _show_section(section: Section, console: Console) -> None:
    console.print(Text(f"\n{section.title} {len(section.heard)}", style="bold"), Text(section.note, style="dim"))
    for each in section.heard[:SHOWN]:
        console.print(_shown(each))
    if len(section.heard) > SHOWN:
        console.print(Text(f"… 还有 {len(section.heard) - SHOWN} 句,见网页", style="dim"))


def _shown(each: Overheard) -> Group:
    head = f"{each.number:>5}  {clock(each.at)}  {WOULD_LABELS[each.would]} {INTENT_LABELS[each.intent]} "
    head += percent(each.confidence)
    flat = " ".join(each.text.split())
    lines = [Text.assemble((head, _STYLES[each.would]), f"  {each.speaker}: {flat}", no_wrap=False)]
    for said in each.said:
        whom = f"一呼 私发 {said.to}" if said.to else "一呼"
        lines.append(Text(f"       → {whom}: {' '.join(said.text.split())}", style="dim"))
    return Group(*lines)


def show_scores(marks: Sequence[Mark], console: Console) -> None:
    """Of each intent how often it was meant and understood, then every mistake."""
    table = Table("意思", "判成", "本来是", "判对", "准确率", "召回率", box=None, pad_edge=False)
    for column in table.columns[1:]:
        column.justify = "right"
    for each in scores(marks):
        shares = (percent(share) if share is not None else "–" for share in (each.precision, each.recall))
        table.add_row(INTENT_LABELS[each.intent], str(each.said), str(each.was), str(each.right), *shares)
    console.print(table)
    right = sum(mark.was is mark.taken_for for mark in marks)
    replied, talk = false_replies(marks)
    console.print(Text(f"{len(marks)} 条打了分,{right} 条判对;闲聊 {talk} 条,误判 {replied} 条"))
    for mark in wrong(marks):
        taken, was = INTENT_LABELS[mark.taken_for], INTENT_LABELS[mark.was]
        console.print(Text(f"{mark.line:>5}  判成{taken},本来是{was}:{' '.join(mark.text.split())}", style="yellow"))
