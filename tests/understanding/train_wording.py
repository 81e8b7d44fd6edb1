"""`make wording`: labelled messages → `handlers/understanding/wording_weights.py`. Needs scikit-learn (extra "wording").

Run as `python -m tests.understanding.train_wording [FILE.jsonl …]`; without files, those of tests/understanding/corpus.
The same files give the same weights: `tests/understanding/test_wording.py` holds their digest against the module's.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from handlers.understanding.contract import context_of, message_of
from handlers.understanding.reading import read
from handlers.understanding.wording import traits

CORPUS: Final = Path(__file__).parent / "corpus"
MODULE: Final = Path(__file__).parents[2] / "handlers" / "understanding" / "wording_weights.py"
SCALE: Final = 100
#: What stands in one message only says more of its author than of its meaning.
LEAST_MESSAGES: Final = 2
#: Weights below move no decision; without them the module is a third as large.
LEAST_WEIGHT: Final = 0.08
LEAST_GATE: Final = 0.02
#: Inverse strength of the ridge; 2 to 15 make no difference beyond a hundredth of F1 on text not trained on.
FREEDOM: Final = 5.0


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


def digest(files: Iterable[Path]) -> str:
    """What the weights were made of."""
    made_of = sha256()
    for file in files:
        made_of.update(file.read_bytes())
    return made_of.hexdigest()[:16]


@dataclass(frozen=True)
class Weights:
    """`of` holds a weight an intent for each trait; `gate` one a trait, for meaning anything at all."""

    intents: list[str]
    biases: list[float]
    of: dict[str, list[float]]
    gate_bias: float
    gate: dict[str, float]


def trained(rows: list[dict[str, Any]]) -> Weights:
    from sklearn.feature_extraction import DictVectorizer  # noqa: PLC0415 - in the extra "wording" only
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    found = [traits(read(message_of(row), context_of(row))) for row in rows]
    counts = Counter(trait for each in found for trait in each)
    known = [dict.fromkeys(sorted(t for t in each if counts[t] >= LEAST_MESSAGES), 1.0) for each in found]
    labels = [row["intent"] for row in rows]
    vectors = DictVectorizer()
    seen = vectors.fit_transform(known)
    model = LogisticRegression(C=FREEDOM, max_iter=3000, class_weight="balanced").fit(seen, labels)
    gate = LogisticRegression(C=1.0, max_iter=3000).fit(seen, [label != "chatter" for label in labels])
    names = [str(name) for name in vectors.get_feature_names_out()]
    return Weights(
        [str(name) for name in model.classes_],
        [float(bias) for bias in model.intercept_],
        {name: [float(weight) for weight in model.coef_[:, at]] for at, name in enumerate(names)},
        float(gate.intercept_[0]),
        dict(zip(names, map(float, gate.coef_[0]), strict=True)),
    )


def module_text(weights: Weights, made_of: str) -> str:
    lines = [
        '"""Made by `make wording`; do not edit."""',
        "",
        "from typing import Final",
        "",
        f"MADE_OF: Final = {made_of!r}",
        f"SCALE: Final = {SCALE}",
        f"INTENTS: Final[tuple[str, ...]] = {tuple(weights.intents)!r}",
        f"BIASES: Final[tuple[int, ...]] = {tuple(round(bias * SCALE) for bias in weights.biases)!r}",
        f"GATE_BIAS: Final = {round(weights.gate_bias * SCALE)}",
        "GATE: Final[dict[str, int]] = {",
        *(f"    {trait!r}: {round(w * SCALE)}," for trait, w in sorted(weights.gate.items()) if abs(w) >= LEAST_GATE),
        "}",
        "WEIGHTS: Final[dict[str, tuple[tuple[int, int], ...]]] = {",
    ]
    for trait, row in sorted(weights.of.items()):
        kept = tuple((at, round(weight * SCALE)) for at, weight in enumerate(row) if abs(weight) >= LEAST_WEIGHT)
        if kept:
            lines.append(f"    {trait!r}: {kept!r},")
    return "\n".join([*lines, "}", ""])


def main() -> None:
    files = [Path(name) for name in sys.argv[1:]] or sorted(p for p in CORPUS.iterdir() if p.suffix in (".jsonl", ".txt"))
    rows = list(examples(files))
    sys.stdout.write(f"{len(rows)} messages from {len(files)} files\n")
    MODULE.write_text(module_text(trained(rows), digest(files)), encoding="utf-8")
    sys.stdout.write(f"{MODULE.name}: {MODULE.stat().st_size // 1024} KiB\n")


if __name__ == "__main__":
    main()
