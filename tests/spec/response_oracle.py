"""A second reading of the response criteria, one scan at a time in exact fractions; it shares nothing with the code.

Written from the published definitions: RECIST 1.1 tables 1 and 2, mRECIST, WHO 1979, EASL, Choi. Every size is measured;
a scan is a list of targets, each a dict of fractions of a millimetre, the baseline first.
"""

from fractions import Fraction as F
from itertools import pairwise

CR, PR, MR, SD, PD = "CR", "PR", "MR", "SD", "PD"


def area(target, one, other):
    return target[one] * target[other]


MEASURE = {
    "RECIST 1.1": lambda t: t["short"] if t["node"] else t["long"],
    "mRECIST": lambda t: t["bright"],
    "WHO 1979": lambda t: area(t, "long", "short"),
    "the reviews' categories": lambda t: area(t, "long", "short"),
    "EASL": lambda t: area(t, "bright", "bright_short"),
    "Choi": lambda t: t["short"] if t["node"] else t["long"],
}
RESPONSE = {name: F(7, 10) for name in MEASURE} | {
    "WHO 1979": F(1, 2), "the reviews' categories": F(1, 2), "EASL": F(1, 2), "Choi": F(9, 10),
}  # fmt: skip


def vanished(criterion, target):
    if criterion in ("mRECIST", "EASL"):
        return MEASURE[criterion](target) == 0
    return target["short"] < 10 if target["node"] else MEASURE[criterion](target) == 0


def grew(criterion, smallest, now):
    if criterion == "RECIST 1.1":
        return now >= F(12, 10) * smallest and now - smallest >= 5
    if criterion == "mRECIST":
        return now > smallest and now >= F(12, 10) * smallest
    if criterion == "Choi":
        return now > smallest and now >= F(11, 10) * smallest
    return now > F(5, 4) * smallest  # WHO and EASL: more than, not at least


def by_targets(criterion, scans):
    """Return the category of the last scan by its targets alone."""
    sizes = [[MEASURE[criterion](t) for t in scan] for scan in scans]
    totals = [sum(row) for row in sizes]
    before, now = totals[:-1], totals[-1]
    if all(vanished(criterion, t) for t in scans[-1]):
        return CR
    if criterion == "EASL" and any(
        min(row[i] for row in sizes[:-1]) == 0 < sizes[-1][i]
        or any(earlier[i] == 0 < later[i] for earlier, later in pairwise(sizes))
        for i in range(len(sizes[0]))
    ):
        return PD
    if criterion in ("WHO 1979", "the reviews' categories") and any(
        not vanished(criterion, scans[-1][i]) and sizes[-1][i] > F(5, 4) * min(row[i] for row in sizes[:-1])
        for i in range(len(sizes[0]))
    ):
        return PD
    if criterion == "Choi" and denser(scans[0]) and density(scans[-1]) <= F(85, 100) * density(scans[0]):
        return PR
    if grew(criterion, min(before), now):
        return PD
    if now <= RESPONSE[criterion] * totals[0]:
        return PR
    return MR if criterion == "the reviews' categories" and now <= F(3, 4) * totals[0] else SD


def density(scan):
    return sum(F(0) if t["long"] == 0 else t["hu"] for t in scan)


def denser(scan):
    return density(scan) > 0


def overall(target, others, new):
    """Return RECIST 1.1, table 1: others are gone, present or progressed; new is a new lesion."""
    if new or target == PD or others == "progressed":
        return PD
    return PR if target == CR and others == "present" else target
