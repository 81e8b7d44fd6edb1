"""`make wording`: labelled messages → `handlers/understanding/wording.zip`. Needs scikit-learn.

Run as `python -m tests.understanding.train_wording [FILE …]`; without files, all of tests/understanding/corpus.
The sentences of `sentences.py` are always among the examples. The same files give the same weights:
`tests/understanding/test_wording.py` holds their digest against the file's.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from hashlib import sha256
from pathlib import Path
from struct import pack
from typing import Any, Final, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo
from zlib import crc32

from handlers.understanding.categories import BY_WORDS
from handlers.understanding.clauses import FAR, NEAR, clauses_of, letters_of, traits_for, traits_of
from handlers.understanding.contract import BOT_NAMES, context_of, message_of
from handlers.understanding.deadlines import UNTIL, deadline_traits, times_of
from handlers.understanding.learnt import FILE, SCALE
from handlers.understanding.letter_sums import SPANS, raised
from handlers.understanding.masks import without_masks
from handlers.understanding.normalise import normalise
from handlers.understanding.packed_weights import packed
from handlers.understanding.reading import Reading, read
from handlers.understanding.wanted import ALL, OTHER, SOME, count_traits, counts_in
from handlers.understanding.when import iso
from handlers.understanding.wording import category_traits, rules_heard, traits
from storage.intents import Intent
from tests.understanding.models import Model, network, regression
from tests.understanding.sentences import ACTS, CHATTER, NEEDS, OTHER_TALK

CORPUS: Final = Path(__file__).parent / "corpus"
#: A sentence that a test insists on counts for so many messages.
INSISTENCE: Final = 6
#: Weights below move no decision; without them the file is a third as large.
LEAST_WEIGHT: Final = 0.2
#: A trait none of whose weights for the units is as large moves none either.
LEAST_OF_UNITS: Final = 0.15
#: The regression and the network have half a say each of the intents: on text not trained on they answer less small
#: talk together than either does alone, and miss less.
HALF: Final = 0.5
#: A pair of letters is a word, or within one, that is met so many times, so much more often than by chance, and cut
#: by the labels in no larger share. Tried too: 3 to 8 times, 7 times as often, 2 to 5 %; within a line or two alike.
LEAST_MET: Final = 5
SO_MUCH_MORE: Final = 20
MOST_CUT: Final = 0.03
#: Slots that are words of the message.
WORDED: Final = ("what", "place", "title", "comment", "for", "contact")
#: So many parts may make up a call's number.
_MOST_ADDED: Final = 8
_LETTER: Final = re.compile("[\u4e00-\u9fff]")
_PAIR: Final = re.compile("(?=([\u4e00-\u9fff]{2}))")
#: Of a clause's traits; longer ones are names, or what stands around a letter.
_MOST_LETTERS: Final = 2

SENTENCES: Final = Path(__file__).parent / "sentences.py"
_OPEN: Final = tuple(
    {"orders": orders, "activities": activities} for orders in ([], [12], [12, 17]) for activities in ([], [5])
)
_ASKED: Final = ("review:12", "where", "when", "confirm:5", "roll_call:3", "register")
#: Commands with one form only; no wording is like them.
UNLABELLED: Final = frozenset({Intent.REFUSE_ORDER, Intent.BIND, Intent.MERGE})
#: What says `what` in a message of its own words; an edit's is in its form.
TELLING: Final = frozenset(
    {
        Intent.PLACE_ORDER,
        Intent.OFFER,
        Intent.SNAPSHOT,
        Intent.OPINION,
        Intent.MOBILISE,
        Intent.EMERGENCY,
        Intent.ASK_NEARBY,
    }
)
#: What may say `place`.
PLACED: Final = TELLING - {Intent.OPINION, Intent.ASK_NEARBY} | {Intent.RECRUIT, Intent.EDIT_ORDER}
_NAMING: Final = (Intent.ENROL, Intent.WITHDRAW)
_TIMED: Final = (
    Intent.PLACE_ORDER,
    Intent.OFFER,
    Intent.RECRUIT,
    Intent.MOBILISE,
    Intent.EDIT_ORDER,
    Intent.ASK_ACTIVITIES,
)
#: Where in a reading the letters stand that the labels mean.
Meant = Callable[[Reading, dict[str, Any]], set[int]]
#: Which slot of theirs says what is meant.
ANSWERED: Final = {
    Intent.CONFIRM: "answer",
    Intent.ANSWER_ROLL_CALL: "answer",
    Intent.HUSH: "ask",
    Intent.PRIVACY: "ask",
    Intent.UNDO: "ask",
}
CATEGORISED: Final = frozenset(intent.value for intent in BY_WORDS)


def examples(files: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """Labelled JSON lines; a .txt holds small talk, a message a line, said while this or that is open.

    Of all small talk in one room what is open there would be learnt as a sign of it.
    """
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            if not line.strip():
                continue
            if file.suffix == ".txt":
                yield {"text": line, "intent": "chatter", "open": _OPEN[crc32(line.encode()) % len(_OPEN)]}
            else:
                yield json.loads(line)


def sentences() -> Iterator[dict[str, Any]]:
    """What `test_sentences.py` insists on."""
    for each in (*NEEDS, *ACTS, *OTHER_TALK):
        asked = f"{each.asked.kind.value}:{each.asked.number}" if each.asked else None
        yield {
            "text": each.text,
            "intent": each.intent.value,
            "slots": {},
            "open": {"orders": list(each.orders), "activities": list(each.activities), "asked": asked},
            "quote": {"sender": BOT_NAMES[0], "text": each.quoted} if each.quoted else None,
            "mentions_bot": each.to_bot,
        }
    for text in CHATTER:
        yield {"text": text, "intent": "chatter", "open": {"orders": [12]}}


def amid_questions(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The rows, and each line of small talk once more while something was asked: neighbours go on talking."""
    for row in rows:
        yield row
        if row["intent"] == Intent.CHATTER and not row["open"].get("asked"):
            asked = _ASKED[crc32(row["text"].encode()) % len(_ASKED)]
            yield {**row, "open": {**row["open"], "asked": asked}}


def corpus_files() -> list[Path]:
    return sorted(file for file in CORPUS.iterdir() if file.suffix in (".jsonl", ".txt"))


def digest(files: Iterable[Path]) -> str:
    """What the weights were made of."""
    made_of = sha256()
    for file in (SENTENCES, *files):
        made_of.update(file.read_bytes())
    return made_of.hexdigest()[:16]


def intent_models(rows: list[dict[str, Any]]) -> tuple[Model, Model, Model, Model]:
    """All intents, by regression and by network, and the gate before them: whether a message means anything at all."""
    readings = [read(message_of(row), context_of(row)) for row in rows]
    found = [traits(reading) for reading in readings]
    labels = [row["intent"] for row in rows]
    gate = regression(found, ["" if label == "chatter" else "meant" for label in labels], freedom=1.0, evenness=0.0)
    ruled = [known | rules_heard(reading) for known, reading in zip(found, readings, strict=True)]
    return regression(ruled, labels), *network(ruled, labels), gate


def category_model(rows: list[dict[str, Any]]) -> Model:
    labelled = [row for row in rows if row["intent"] in CATEGORISED and "category" in row["slots"]]
    found = []
    for row in labelled:
        reading, intent = read(message_of(row), context_of(row)), Intent(row["intent"])
        found.append(category_traits(reading, intent, BY_WORDS[intent](without_masks(reading.masked))))
    return regression(found, [row["slots"]["category"] for row in labelled], freedom=2.0, evenness=0.0)


def answer_model(rows: Iterable[dict[str, Any]]) -> Model:
    answered = [row for row in rows if ANSWERED.get(row["intent"]) in row.get("slots", ())]
    found = [traits(read(message_of(row), context_of(row))) for row in answered]
    said = [f"{row['intent']}:{row['slots'][ANSWERED[row['intent']]]}" for row in answered]
    return regression(found, said, evenness=0.0)


def tagger_model(rows: Iterable[dict[str, Any]], meant: Meant, kind: str = "", *, freedom: float) -> Model:
    """Each letter of the messages, and whether it is meant; `kind` "" is the message's intent."""
    found: list[set[str]] = []
    labels: list[str] = []
    for row in rows:
        reading = read(message_of(row), context_of(row))
        inside = meant(reading, row["slots"])
        said = kind or row["intent"]
        for clause in clauses_of(reading.masked):
            whole = traits_of(clause).union(traits_for(clause, said))
            found += [whole | letter for letter in letters_of(clause, said)]
            labels += ["in" if at in inside else "" for at, _ in enumerate(clause.text, clause.begin)]
    return regression(found, labels, freedom=freedom, evenness=0.0)


def said_in(slot: str) -> Meant:
    """What the slot says."""

    def places(reading: Reading, slots: dict[str, Any]) -> set[int]:
        label = slots.get(slot, "")
        return places_of(label if isinstance(label, str) else ",".join(label), reading.text)

    return places


def times_meant(reading: Reading, slots: dict[str, Any]) -> set[int]:
    """Where the times stand that the labels are made of: of their day, or of their hour where no day is said."""
    meant = [slots[name] for name in ("start", "end", "deadline") if name in slots]
    days, hours = {each[:10] for each in meant}, {each[11:16] for each in meant}
    places: set[int] = set()
    for piece in reading.of("time"):
        time = piece.time
        said = [iso(moment) for moment in (time.start, time.end, *time.daily) if moment is not None] if time else []
        if any(each[:10] in days if time and time.has_day else each[11:16] in hours for each in said):
            places.update(range(piece.begin, piece.end))
    return places


def places_of(what: str, text: str) -> set[int]:
    """Where the pieces of a label stand; what was left out within a piece is not in it.

    >>> sorted(places_of("灯泡，换一下", "灯泡坏了，来换一下"))
    [0, 1, 6, 7, 8]
    """
    places: set[int] = set()
    for piece in re.split(r"[\W_]+", normalise(what).text):
        at = text.find(piece)
        blocks = (
            [(at, len(piece))]
            if at >= 0
            else [(block.b, block.size) for block in SequenceMatcher(None, piece, text, False).get_matching_blocks()]
        )
        places.update(place for begin, size in blocks if size > 1 for place in range(begin, begin + size))
    return places


def word_pairs(rows: Iterable[dict[str, Any]]) -> list[str]:
    """Pairs of letters that are no two words: met often, far more often than by chance, and cut by hardly a label."""
    letters: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    cut: Counter[str] = Counter()
    for row in rows:
        said = normalise(row["text"]).text
        inside = [places_of(row["slots"][name], said) for name in WORDED if name in row.get("slots", ())]
        letters.update(_LETTER.findall(said))
        for match in _PAIR.finditer(said):
            pair, second = match[1], match.start() + 1
            pairs[pair] += 1
            cut[pair] += any((second - 1 in places) != (second in places) for places in inside)
    by_chance = {pair: letters[pair[0]] * letters[pair[1]] / letters.total() for pair in pairs}
    return sorted(
        pair
        for pair, met in pairs.items()
        if met >= LEAST_MET and met > SO_MUCH_MORE * by_chance[pair] and cut[pair] <= MOST_CUT * met
    )


def wanted_model(rows: Iterable[dict[str, Any]]) -> Model:
    """Each number of a call, and whether it is all that are wanted, or some."""
    found: list[set[str]] = []
    labels: list[str] = []
    for row in rows:
        reading = read(message_of(row), context_of(row))
        counts = counts_in(reading)
        meant = _counts_meant([count.number for count in counts], row["slots"].get("people"))
        if meant is not None:
            found += count_traits(reading, counts)
            labels += meant
    return regression(found, labels, evenness=0.0)


def _counts_meant(numbers: list[int], people: int | None) -> list[str] | None:
    """What each is; None where the label says a number that neither stands there nor comes of adding a few.

    >>> _counts_meant([2, 1, 9], 3)
    ['count:some', 'count:some', 'count:other']
    """
    meant = [ALL if number == people else OTHER for number in numbers]
    runs = [
        (begin, end)
        for length in range(2, _MOST_ADDED + 1)
        for begin in range(len(numbers) - length + 1)
        for end in (begin + length,)
        if sum(numbers[begin:end]) == people and ALL not in meant[begin:end]
    ]
    for begin, end in runs if ALL in meant else runs[:1]:
        meant[begin:end] = [SOME] * (end - begin)
    return meant if people is None or any(each != OTHER for each in meant) else None


def deadline_model(rows: Iterable[dict[str, Any]]) -> Model:
    """Each time of a call, and whether it is until when to sign up."""
    found: list[set[str]] = []
    labels: list[str] = []
    for row in rows:
        reading = read(message_of(row), context_of(row))
        times, until = times_of(reading), row["slots"].get("deadline")
        ends = [(time.time.end or time.time.start) if time.time else None for time in times]
        meant = [UNTIL if end is not None and iso(end) == until else "" for end in ends]
        if until is None or UNTIL in meant:
            found += deadline_traits(reading, times)
            labels += meant
    return regression(found, labels, evenness=0.0)


def figure_model(rows: list[dict[str, Any]]) -> Model:
    """Both side by side; the traits of either have names of their own or mean the same letters."""
    counts, until = wanted_model(rows), deadline_model(rows)
    known = {*counts.weights, *until.weights}
    return Model(
        [*counts.classes, UNTIL],
        [*counts.biases, *until.biases],
        {
            trait: counts.weights.get(trait, [0.0] * len(counts.classes)) + until.weights.get(trait, [0.0])
            for trait in known
        },
    )


class Models(NamedTuple):
    """All that is learnt."""

    intents: Model
    units: Model
    by_units: Model
    gate: Model
    categories: Model
    answers: Model
    figures: Model
    taggers: Model
    word_pairs: list[str]


def save(file: Path, models: Models, *, made_of: str) -> None:
    """As `handlers/understanding/learnt.py` reads it."""
    intents, units, by_units, gate, categories, answers, figures, taggers, pairs = models
    of_gate = {trait: row[0] for trait, row in _scaled(gate).items()}
    of_taggers = _scaled(taggers)
    near, far = _near(of_taggers, len(taggers.classes))
    of_clauses = {trait: row for trait, row in of_taggers.items() if not _is_around(trait)}
    of_intents = {trait: _rounded(row, HALF) for trait, row in _scaled(intents).items()}
    rows = _side_by_side(
        (of_clauses, taggers), (_of_units(units), units), (of_intents, intents), (_scaled(categories), categories)
    )
    facts = {
        "made_of": made_of,
        "taggers": taggers.classes,
        "intents": intents.classes,
        "categories": categories.classes,
        "biases": [
            *_rounded(taggers.biases, SCALE),
            *_rounded(units.biases, SCALE),
            *_rounded(intents.biases, HALF * SCALE),
            *_rounded(categories.biases, SCALE),
        ],
        "units": [_rounded(by_units.weights[unit], HALF * SCALE) for unit in units.classes],
        "unit_biases": _rounded(by_units.biases, HALF * SCALE * SCALE),
        "gate_bias": round(gate.biases[0] * SCALE),
        "answers": answers.classes,
        "answer_biases": _rounded(answers.biases, SCALE),
        "figures": figures.classes,
        "figure_biases": _rounded(figures.biases, SCALE),
        **far,
    }
    with ZipFile(file, "w", ZIP_DEFLATED) as kept:
        _write(kept, "facts.json", json.dumps(facts, ensure_ascii=False, indent=1).encode())
        _write(kept, "gate.txt", "\n".join(of_gate).encode())
        _write(kept, "gate.weights", pack(f"<{len(of_gate)}h", *of_gate.values()))
        _write_packed(kept, "traits", rows)
        _write_packed(kept, "answers", _scaled(answers))
        _write_packed(kept, "figures", _scaled(figures))
        _write(kept, "word_pairs.txt", "\n".join(pairs).encode())
        for letters, grams in enumerate(near, 1):
            _write(kept, f"near{letters}.txt", "\n".join(grams).encode())
            _write(kept, f"near{letters}.weights", b"".join(map(raised, grams.values())))


def _write_packed(kept: ZipFile, name: str, rows: dict[str, list[int]]) -> None:
    _write(kept, f"{name}.txt", "\n".join(rows).encode())
    _write(kept, f"{name}.weights", b"".join(_in_bytes(packed(row)) for row in rows.values()))


def _write(kept: ZipFile, name: str, said: bytes) -> None:
    kept.writestr(ZipInfo(name), said, ZIP_DEFLATED)  # no time of day: the same weights make the same file


def _in_bytes(number: int) -> bytes:
    length = number.bit_length() // 8 + 1
    return bytes([length]) + number.to_bytes(length, "little", signed=True)


def _rounded(weights: Iterable[float], scale: float) -> list[int]:
    return [round(weight * scale) for weight in weights]


def _of_units(units: Model) -> dict[str, list[int]]:
    """Whole rows: of a network small weights count together."""
    rows = {trait: row for trait, row in sorted(units.weights.items()) if max(map(abs, row)) >= LEAST_OF_UNITS}
    return {trait: _rounded(row, SCALE) for trait, row in rows.items()}


def _scaled(model: Model) -> dict[str, list[int]]:
    rows = {
        trait: [round(weight * SCALE) if abs(weight) >= LEAST_WEIGHT else 0 for weight in weights]
        for trait, weights in sorted(model.weights.items())
    }
    return {trait: row for trait, row in rows.items() if any(row)}


def _is_around(trait: str) -> bool:
    return (trait[0] == NEAR and len(trait) > _MOST_LETTERS) or trait.startswith(("from:", "to:"))


def _side_by_side(*tables: tuple[dict[str, list[int]], Model]) -> dict[str, list[int]]:
    """Rows of several models as one, the classes of one behind those of the other."""
    traits = sorted({trait for rows, _ in tables for trait in rows})
    return {
        trait: [weight for rows, model in tables for weight in rows.get(trait, [0] * len(model.classes))]
        for trait in traits
    }


def _near(rows: dict[str, list[int]], columns: int) -> tuple[list[dict[str, list[int]]], dict[str, list[list[int]]]]:
    """Of a letter, a pair, a three one row for all letters near it; and what it weighs how far both ends are."""
    grams: list[dict[str, list[int]]] = [{} for _ in SPANS]
    far = {side: [[0] * columns for _ in range(FAR + 1)] for side in ("begins", "ends")}
    for trait, row in rows.items():
        if not _is_around(trait):
            continue
        if trait[0] == NEAR:
            gram = trait[2:]
            span, _ = SPANS[len(gram) - 1]
            place = max(0, span - 1 - int(trait[1])) * columns
            grams[len(gram) - 1].setdefault(gram, [0] * span * columns)[place : place + columns] = row
        else:
            side, _, letters = trait.partition(":")
            far["begins" if side == "from" else "ends"][int(letters)] = row
    return grams, far


def tagger_models(rows: list[dict[str, Any]]) -> Model:
    """From the files whose lines have slots; a `what` is learnt where there is one, a place where there is none too."""
    telling = [row for row in rows if row["intent"] in TELLING and row["slots"].get("what")]
    placed = [row for row in rows if row["intent"] in PLACED and row["slots"]]
    named = [row for row in rows if row["intent"] in _NAMING and row["slots"]]
    timed = [row for row in rows if row["intent"] in _TIMED and row["slots"]]
    return _together(
        {
            "gist": tagger_model(telling, said_in("what"), freedom=0.1),
            "place": tagger_model(placed, said_in("place"), "place", freedom=0.3),
            "title": tagger_model(_slotted(rows, Intent.RECRUIT), said_in("title"), "title", freedom=0.3),
            "names": tagger_model(named, said_in("names"), "names", freedom=1.0),
            "whom": tagger_model(_slotted(rows, Intent.PLACE_ORDER), said_in("for"), "for", freedom=1.0),
            "when": tagger_model(timed, times_meant, freedom=0.3),
            "contact": tagger_model(_slotted(rows, Intent.RECRUIT), said_in("contact"), "contact", freedom=1.0),
        }
    )


def _together(taggers: dict[str, Model]) -> Model:
    """Regressions of one answer each as one, a class each."""
    known = {trait for tagger in taggers.values() for trait in tagger.weights}
    return Model(
        list(taggers),
        [tagger.biases[0] for tagger in taggers.values()],
        {trait: [tagger.weights.get(trait, [0.0])[0] for tagger in taggers.values()] for trait in known},
    )


def _slotted(rows: list[dict[str, Any]], intent: Intent) -> list[dict[str, Any]]:
    return [row for row in rows if row["intent"] == intent and row["slots"]]


def main() -> None:
    files = [Path(name) for name in sys.argv[1:]] or corpus_files()
    said = amid_questions((*examples(files), *INSISTENCE * [*sentences()]))
    rows = [row for row in said if row["intent"] in set(Intent) - UNLABELLED]
    sys.stdout.write(f"{len(rows)} messages from {len(files)} files\n")
    models = Models(
        *intent_models(rows),
        category_model(rows),
        answer_model(rows),
        figure_model(_slotted(rows, Intent.RECRUIT)),
        tagger_models(rows),
        word_pairs(examples(files)),
    )
    save(FILE, models, made_of=digest(files))
    sys.stdout.write(f"{FILE.name}: {FILE.stat().st_size // 1024} KiB\n")


if __name__ == "__main__":
    main()
