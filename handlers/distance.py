"""How far sites are from each other, as the crow flies."""

from math import asin, cos, radians, sin, sqrt
from typing import Final

from storage.models.places import Site

_EARTH_KM: Final = 6371.0


def kilometres_between(here: Site, there: Site) -> float | None:
    """None where one of them has no coordinates."""
    if here.latitude is None or here.longitude is None or there.latitude is None or there.longitude is None:
        return None
    north, south = radians(here.latitude), radians(there.latitude)
    half_up = sin((south - north) / 2) ** 2
    half_across = sin(radians(there.longitude - here.longitude) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(half_up + cos(north) * cos(south) * half_across))
