"""How much two short texts share."""


def likeness(one: str, other: str) -> float:
    """Of the pairs of letters of the shorter, the share that the other has too.

    >>> likeness("路灯不亮", "路灯坏了"), likeness("修水管", "修水管"), likeness("修水管", "理发")
    (0.3333333333333333, 1.0, 0.0)
    """
    pairs, others = _pairs(one), _pairs(other)
    fewer = min(len(pairs), len(others))
    return len(pairs & others) / fewer if fewer else float(one == other)


def _pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)}
