"""`make wording`: labelled messages → `handlers/understanding/wording_weights.py`. Needs scikit-learn.

Run as `python -m tests.understanding.train_wording [FILE …]`; without files, all of tests/understanding/corpus.
The sentences of `sentences.py` are always among the examples. The same files give the same weights:
`tests/understanding/test_wording.py` holds their digest against the module's.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from zlib import crc32

from handlers.understanding.categories import BY_WORDS
from handlers.understanding.clauses import clauses_of, letters_of, traits_for, traits_of
from handlers.understanding.contract import BOT_NAMES, context_of, message_of
from handlers.understanding.masks import without_masks
from handlers.understanding.normalise import normalise
from handlers.understanding.reading import read
from handlers.understanding.wording import category_traits, rules_heard, traits
from storage.intents import Intent
from tests.understanding.sentences import ACTS, CHATTER, NEEDS, OTHER_TALK

CORPUS: Final = Path(__file__).parent / "corpus"
MODULE: Final = Path(__file__).parents[2] / "handlers" / "understanding" / "wording_weights.py"
SCALE: Final = 100
#: What stands in one message only says more of its author than of its meaning.
LEAST_MESSAGES: Final = 2
#: Weights below move no decision; without them the module is a third as large.
LEAST_WEIGHT: Final = 0.08
#: Inverse strength of the ridge; 2 to 15 make no difference beyond a hundredth of F1 on text not trained on.
FREEDOM: Final = 2.0
EVENNESS: Final = 0.3
LEAST_TAGGER_WEIGHT: Final = 0.06

SENTENCES: Final = Path(__file__).parent / "sentences.py"
_ASKED: Final = ("review:12", "where", "when", "confirm:5", "roll_call:3", "register")
#: Commands with one form only; no wording is like them.
UNLABELLED: Final = frozenset({Intent.REFUSE_ORDER, Intent.BIND, Intent.MERGE})
#: What says `what` in a message of its own words; an edit's and a question's are in their forms.
TELLING: Final = frozenset(
    (Intent.PLACE_ORDER, Intent.OFFER, Intent.SNAPSHOT, Intent.OPINION, Intent.MOBILISE, Intent.EMERGENCY)
)
#: What may say `place`.
PLACED: Final = TELLING - {Intent.OPINION} | {Intent.RECRUIT, Intent.EDIT_ORDER}
_NAMING: Final = (Intent.ENROL, Intent.WITHDRAW)
CATEGORISED: Final = frozenset(intent.value for intent in BY_WORDS)


def examples(files: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """Labelled JSON lines; a .txt holds small talk, a message a line, said while an order and an activity are open."""
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            if not line.strip():
                continue
            if file.suffix == ".txt":
                yield {"text": line, "intent": "chatter", "open": {"orders": [12], "activities": [5]}}
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


@dataclass(frozen=True)
class Model:
    """A regression: its classes, a bias for each, and for each trait a weight for each."""

    classes: list[str]
    biases: list[float]
    weights: dict[str, list[float]]


def trained(found: list[set[str]], labels: list[str], *, freedom: float = FREEDOM, evenness: float = EVENNESS) -> Model:
    """`evenness` 1: each label counts alike however many lines it has; 0: each line does."""
    from sklearn.feature_extraction import DictVectorizer  # noqa: PLC0415 - of the group "wording" only
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    counts = Counter(trait for each in found for trait in each)
    known = [dict.fromkeys(sorted(t for t in each if counts[t] >= LEAST_MESSAGES), 1.0) for each in found]
    vectors = DictVectorizer()
    seen = vectors.fit_transform(known)
    lines = Counter(labels)
    share = len(labels) / len(lines)
    weights = {label: (share / lines[label]) ** evenness for label in lines}
    model = LogisticRegression(C=freedom, max_iter=3000, class_weight=weights)
    model.fit(seen, labels)
    return Model(
        [str(name) for name in model.classes_],
        [float(bias) for bias in model.intercept_],
        {str(name): [float(w) for w in model.coef_[:, at]] for at, name in enumerate(vectors.get_feature_names_out())},
    )


def intent_model(rows: list[dict[str, Any]]) -> tuple[Model, Model]:
    """All intents, and the gate before them: whether a message means anything at all."""
    readings = [read(message_of(row), context_of(row)) for row in rows]
    found = [traits(reading) for reading in readings]
    labels = [row["intent"] for row in rows]
    gate = trained(found, ["" if label == "chatter" else "meant" for label in labels], freedom=1.0, evenness=0.0)
    ruled = [known | rules_heard(reading) for known, reading in zip(found, readings, strict=True)]
    return trained(ruled, labels), gate


def category_model(rows: list[dict[str, Any]]) -> Model:
    labelled = [row for row in rows if row["intent"] in CATEGORISED and "category" in row["slots"]]
    found = []
    for row in labelled:
        reading, intent = read(message_of(row), context_of(row)), Intent(row["intent"])
        found.append(category_traits(reading, intent, BY_WORDS[intent](without_masks(reading.masked))))
    return trained(found, [row["slots"]["category"] for row in labelled], freedom=2.0, evenness=0.0)


def tagger_model(rows: Iterable[dict[str, Any]], slot: str, kind: str = "", *, freedom: float) -> Model:
    """Each letter of the messages, and whether it is in what the slot says; `kind` "" is the message's intent."""
    found: list[set[str]] = []
    labels: list[str] = []
    for row in rows:
        reading = read(message_of(row), context_of(row))
        label = row["slots"].get(slot, "")
        inside = places_of(label if isinstance(label, str) else ",".join(label), reading.text)
        said = kind or row["intent"]
        for clause in clauses_of(reading.masked):
            whole = traits_of(clause).union(traits_for(clause, said))
            found += [whole | letter for letter in letters_of(clause, said)]
            labels += ["in" if at in inside else "" for at, _ in enumerate(clause.text, clause.begin)]
    return trained(found, labels, freedom=freedom, evenness=0.0)


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


def module_text(intents: Model, gate: Model, categories: Model, taggers: Model, made_of: str) -> str:
    return "\n".join(
        [
            '"""Made by `make wording`; do not edit."""',
            "",
            "from typing import Final",
            "",
            f"MADE_OF: Final = {made_of!r}",
            f"SCALE: Final = {SCALE}",
            f"INTENTS: Final[tuple[str, ...]] = {tuple(intents.classes)!r}",
            f"BIASES: Final[tuple[int, ...]] = {_scaled(intents.biases)!r}",
            f"GATE_BIAS: Final = {round(gate.biases[0] * SCALE)}",
            "GATE: Final = (",
            *_rows(gate, least=0.0),
            ")",
            "WEIGHTS: Final = (",
            *_rows(intents),
            ")",
            f"CATEGORIES: Final[tuple[str, ...]] = {tuple(categories.classes)!r}",
            f"CATEGORY_BIASES: Final[tuple[int, ...]] = {_scaled(categories.biases)!r}",
            "CATEGORY_WEIGHTS: Final = (",
            *_rows(categories),
            ")",
            f"TAGGERS: Final[tuple[str, ...]] = {tuple(taggers.classes)!r}",
            f"TAGGER_BIASES: Final[tuple[int, ...]] = {_scaled(taggers.biases)!r}",
            "TAGS: Final = (",
            *_rows(taggers, least=LEAST_TAGGER_WEIGHT),
            ")",
            "",
        ]
    )


def _scaled(values: list[float]) -> tuple[int, ...]:
    return tuple(round(value * SCALE) for value in values)


def _rows(model: Model, *, least: float = LEAST_WEIGHT) -> Iterator[str]:
    """One text, a line a trait (`trait TAB place weight …`): a literal that gives the compiler no work."""
    for trait, row in sorted(model.weights.items()):
        kept = [f"{at} {round(weight * SCALE)}" for at, weight in enumerate(row) if abs(weight) >= least]
        if kept:
            yield f"    {trait + chr(9) + ' '.join(kept) + chr(10)!r}"


def tagger_models(rows: list[dict[str, Any]]) -> Model:
    """From the files whose lines have slots; a `what` is learnt where there is one, a place where there is none too."""
    telling = [row for row in rows if row["intent"] in TELLING and row["slots"].get("what")]
    placed = [row for row in rows if row["intent"] in PLACED and row["slots"]]
    named = [row for row in rows if row["intent"] in _NAMING and row["slots"]]
    return _side_by_side(
        {
            "gist": tagger_model(telling, "what", freedom=0.1),
            "place": tagger_model(placed, "place", "place", freedom=0.3),
            "title": tagger_model(_slotted(rows, Intent.RECRUIT), "title", "title", freedom=0.3),
            "names": tagger_model(named, "names", "names", freedom=1.0),
            "whom": tagger_model(_slotted(rows, Intent.PLACE_ORDER), "for", "for", freedom=1.0),
        }
    )


def _side_by_side(taggers: dict[str, Model]) -> Model:
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
    rows = [
        row for row in amid_questions((*examples(files), *sentences())) if row["intent"] in set(Intent) - UNLABELLED
    ]
    sys.stdout.write(f"{len(rows)} messages from {len(files)} files\n")
    models = (*intent_model(rows), category_model(rows), tagger_models(rows))
    MODULE.write_text(module_text(*models, digest(files)), encoding="utf-8")
    sys.stdout.write(f"{MODULE.name}: {MODULE.stat().st_size // 1024} KiB\n")


if __name__ == "__main__":
    main()
