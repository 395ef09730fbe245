"""Which part of the liver was treated, and whether a lesion lies in it."""

from collections.abc import Iterable

from seldinger.followup.findings import Answer

LOBES = ("right", "left", "caudate")
_LOBES = {
    "right": frozenset({"5", "6", "7", "8"}),
    "left": frozenset({"2", "3", "4a", "4b"}),
    "caudate": frozenset({"1"}),
    "4": frozenset({"4a", "4b"}),
}


def segments(names: Iterable[str]) -> frozenset[str]:
    """Return the Couinaud segments that lobes and segments stand for; segment 4 is counted to the left lobe.

    >>> sorted(segments(["right"]))
    ['5', '6', '7', '8']
    """
    return frozenset().union(*(_LOBES.get(name, frozenset({name})) for name in names))


def named(names: Iterable[str]) -> str:
    """Return lobes and segments in words.

    >>> named(["6", "7"]), named(["right", "left"])
    ('segments 6, 7', 'right lobe, left lobe')
    """
    listed = list(names)
    lobes = [f"{name} lobe" for name in listed if name in LOBES]
    parts = [name for name in listed if name not in LOBES]
    word = "segment" if len(parts) == 1 else "segments"
    return ", ".join([*lobes, *([f"{word} {', '.join(parts)}"] if parts else [])])


def treated(lesion: Iterable[str], sessions: Iterable[Iterable[str]]) -> Answer:
    """Return whether a lesion lies in treated liver.

    Unknown when the lesion's place or a session's territory is not stated, or when the lesion is placed only by lobe
    and a part of that lobe was treated.
    """
    place = segments(lesion)
    areas = [segments(area) for area in sessions]
    covered = frozenset().union(*areas)
    if place and place <= covered:
        return Answer.YES
    if not place or not all(areas) or place & covered:
        return Answer.UNKNOWN
    return Answer.NO
