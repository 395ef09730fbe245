"""The published definitions of response, one table each: every boundary, every missing value, and why."""

from datetime import date, timedelta

import pytest

from seldinger.followup.criteria import Criterion
from seldinger.followup.response import assess
from seldinger.patient import Lesion, Study
from tests.followup.spec_table import ids, number, numbers, rows

START = date(2026, 1, 5)


def scan(month, lesions):
    return Study(kind="ct", date=START + timedelta(days=30 * month), lesions=tuple(lesions))


def course(cells, look):
    """One scan per cell; the cells of a row follow in time, `x` is a scan that was not made."""
    made = [(month, cell) for month, cell in enumerate(cells) if cell != "x"]
    return [scan(month, [look(f"t{i}", size) for i, size in enumerate(numbers(cell))]) for month, cell in made]


def last(scans, criterion):
    return assess(scans, criterion).calls[-1]


def printed(possible):
    order = ["CR", "PR", "MR", "SD", "PD"]
    return " ".join(sorted((str(name) for name in possible), key=order.index))


RECIST = """
    baseline | before | now     | answer | possible    | why
    ---------+--------+---------+--------+-------------+--------------------------------------------------
    60+40    | x      | 0+0     | CR     | CR          | all targets gone
    60+40    | x      | 0+0.1   | PR     | PR          | a tenth of a millimetre is not gone
    60+40    | x      | 40+29.9 | PR     | PR          | 30.1 % below baseline
    60+40    | x      | 40+30   | PR     | PR          | exactly 30 % below baseline
    60+40    | x      | 40+30.1 | SD     | SD          | 29.9 % below baseline
    60+40    | x      | 60+40   | SD     | SD          | unchanged
    60+40    | x      | 70+49.9 | SD     | SD          | 19.9 % above the nadir, which is the baseline
    60+40    | x      | 70+50   | PD     | PD          | exactly 20 % and 20 mm above
    10+10    | x      | 12+12.9 | SD     | SD          | 24.5 % above but only 4.9 mm
    10+10    | x      | 12+13   | PD     | PD          | 25 % and exactly 5 mm above
    60+40    | 30+20  | 35+24.9 | PR     | PR          | 19.8 % above nadir and still 40 % below baseline
    60+40    | 30+20  | 36+24   | PD     | PD          | 20 % above nadir beats 40 % below baseline
    60+40    | 10+10  | 12+12.9 | PR     | PR          | 4.9 mm above nadir, though 24.5 %
    60+40    | 70+45  | 60+50   | SD     | SD          | the nadir is the baseline, not the larger scan before
    90+0.1   | x      | 63+0.07 | PR     | PR          | exact where binary fractions are not: 63.07 of 90.1
    60+40    | x      | -+30    | NE     | PR SD PD    | one target not measured, the other still there
    60+40    | x      | -+120   | PD     | PD          | the measured target alone is progression
    60+40    | x      | -+0     | NE     | CR PR SD PD | the missing one may be gone
    60+40    | x      | -+75    | NE     | SD PD       | too large for PR whatever the other is
    60+40    | -+20   | 36+24   | PR     | PR          | an incomplete scan gives no nadir
    60+40    | 0+0    | 0+4.9   | NE     | PR PD       | back after all had gone, less than 5 mm: readers differ
    60+40    | 0+0    | 0+5     | PD     | PD          | back after all had gone, 5 mm
    60+-     | x      | 40+30   | NE     | PR SD PD    | no baseline sum: nothing to compare with
    60+-     | 40+30  | 60+30   | PD     | PD          | growth above a sum on record is growth, baseline or not
"""


@pytest.mark.parametrize("row", rows(RECIST), ids=ids(RECIST))
def test_recist_targets(row):
    scans = course(
        [row["baseline"], row["before"], row["now"]], lambda id, size: Lesion(id=id, longest_mm=size, target=True)
    )
    call = last(scans, Criterion.RECIST)
    assert (str(call.category), printed(call.possible)) == (row["answer"], row["possible"])


NODES = """
    baseline | now  | answer | why
    ---------+------+--------+----------------------------------------------
    15       | 9.9  | CR     | a node under 10 mm short axis is not disease
    15       | 10   | PR     | 10 mm is still disease, a third smaller
    20       | 14   | PR     | exactly 30 % below
    20       | 25   | PD     | 25 % and 5 mm above
"""


@pytest.mark.parametrize("row", rows(NODES), ids=ids(NODES))
def test_recist_nodes(row):
    scans = course(
        [row["baseline"], row["now"]], lambda id, size: Lesion(id=id, short_mm=size, longest_mm=30.0, site="node")
    )
    assert last(scans, Criterion.RECIST).category == row["answer"]


# RECIST 1.1, tables 1 and 2, written out again by hand: this table is the oracle for the code's bit sets.
OVERALL = """
    target | others     | new | answer | possible    | why
    -------+------------+-----+--------+-------------+-----------------------------------------------------
    CR     | gone       | no  | CR     | CR          | nothing left
    CR     | present    | no  | PR     | PR          | targets gone, others not
    CR     | unseen     | no  | PR     | CR PR PD    | others not evaluated: the table says PR
    CR     | progressed | no  | PD     | PD          | unequivocal progression elsewhere
    CR     | gone       | yes | PD     | PD          | a new lesion after everything had gone
    CR     | gone       | ?   | NE     | CR PD       | a lesion nobody has called new or old
    PR     | gone       | no  | PR     | PR          | targets decide
    PR     | present    | no  | PR     | PR          | others without progression
    PR     | unseen     | no  | PR     | PR PD       | not all evaluated: the table says PR
    PR     | progressed | no  | PD     | PD          | unequivocal progression beside a response
    PR     | present    | yes | PD     | PD          | a new lesion beside a response
    SD     | present    | no  | SD     | SD          | stable, others without progression
    SD     | unseen     | no  | SD     | SD PD       | not all evaluated: the table says SD
    SD     | progressed | no  | PD     | PD          | unequivocal progression beside stable targets
    SD     | grown      | no  | NE     | SD PD       | another lesion has clearly grown; nobody judged it
    SD     | present    | yes | PD     | PD          | a new lesion beside stable targets
    NE     | present    | no  | NE     | PR SD PD    | targets not all measured, others still there
    NE     | gone       | no  | NE     | CR PR SD PD | targets not all measured
    NE     | progressed | no  | PD     | PD          | progression elsewhere settles it
    NE     | present    | yes | PD     | PD          | a new lesion settles it
    PD     | gone       | no  | PD     | PD          | any PD is PD
    PD     | unseen     | no  | PD     | PD          | any PD is PD, seen or not elsewhere
    none   | gone       | no  | CR     | CR          | only unmeasured disease, gone
    none   | present    | no  | SD     | SD          | neither gone nor progressed
    none   | unseen     | no  | NE     | CR SD PD    | nobody looked
    none   | progressed | no  | PD     | PD          | unequivocal progression of unmeasured disease
    none   | present    | yes | PD     | PD          | a new lesion beside unmeasured disease
"""
TARGET = {"CR": 0.0, "PR": 50.0, "SD": 100.0, "NE": None, "PD": 130.0}
OTHER = {
    "gone": [Lesion(id="n", longest_mm=0.0)],
    "present": [Lesion(id="n", longest_mm=9.0)],
    "unseen": [],
    "progressed": [Lesion(id="n", longest_mm=40.0, progressed=True)],
    "grown": [Lesion(id="n", longest_mm=40.0)],
}
NEW = {"no": [], "yes": [Lesion(id="x", longest_mm=12.0, new=True)], "?": [Lesion(id="x", longest_mm=12.0)]}


@pytest.mark.parametrize("row", rows(OVERALL), ids=ids(OVERALL))
def test_recist_overall(row):
    followed = row["target"] != "none"
    first = [Lesion(id="t", longest_mm=100.0, target=True)] if followed else []
    now = [Lesion(id="t", longest_mm=TARGET[row["target"]])] if followed else []
    scans = [
        scan(0, [*first, Lesion(id="n", longest_mm=9.0)]),
        scan(2, [*now, *OTHER[row["others"]], *NEW[row["new"]]]),
    ]
    call = last(scans, Criterion.RECIST)
    assert (str(call.category), printed(call.possible)) == (row["answer"], row["possible"])


MRECIST = """
    baseline | before | now     | answer | why
    ---------+--------+---------+--------+-------------------------------------------------------
    60+40    | x      | 0+0     | CR     | no arterial enhancement, whatever the size
    60+40    | x      | 40+30   | PR     | viable sum exactly 30 % down
    60+40    | x      | 40+30.1 | SD     | just short of 30 %
    60+40    | x      | 70+49.9 | SD     | viable sum 19.9 % up
    60+40    | x      | 70+50   | PD     | viable sum exactly 20 % up
    10+10    | x      | 12+12   | PD     | 20 % suffices: no 5 mm here
    60+40    | 30+20  | 36+24   | PD     | from the nadir, not from baseline
    60+40    | x      | -+20    | NE     | enhancement of one target not read
"""


@pytest.mark.parametrize("row", rows(MRECIST), ids=ids(MRECIST))
def test_mrecist(row):
    scans = course(
        [row["baseline"], row["before"], row["now"]],
        lambda id, size: Lesion(id=id, longest_mm=80.0, enhancing_mm=size, target=True),
    )
    assert last(scans, Criterion.MRECIST).category == row["answer"]


WHO = """
    baseline | before | now   | answer | review | why
    ---------+--------+-------+--------+--------+-----------------------------------------------------
    40+40    | x      | 0+0   | CR     | CR     | gone
    40+40    | x      | 20+20 | PR     | PR     | products exactly 50 % down
    40+40    | x      | 20+21 | SD     | MR     | 48.75 % down: minor in the reviews, stable by WHO
    40+40    | x      | 30+30 | SD     | MR     | exactly 25 % down is minor
    40+40    | x      | 30+31 | SD     | SD     | 23.75 % down
    40+40    | x      | 50+40 | SD     | SD     | one lesion exactly 25 % up is not yet progression
    40+40    | x      | 51+10 | PD     | PD     | one lesion 27.5 % up, whatever the sum does
    40+40    | 20+40  | 26+10 | PD     | PD     | 30 % above its own smallest
    40+40    | x      | -+40  | NE     | NE     | one lesion not measured
    40+40    | x      | -+51  | PD     | PD     | the other alone is progression
"""


@pytest.mark.parametrize("criterion", [Criterion.WHO, Criterion.REVIEW])
@pytest.mark.parametrize("row", rows(WHO), ids=ids(WHO))
def test_who_and_the_reviews(row, criterion):
    scans = course(
        [row["baseline"], row["before"], row["now"]], lambda id, size: Lesion(id=id, longest_mm=size, short_mm=10.0)
    )
    call = last(scans, criterion)
    assert call.category == (row["answer"] if criterion is Criterion.WHO else row["review"])


EASL = """
    baseline | before | now   | answer | why
    ---------+--------+-------+--------+--------------------------------------------------
    40+40    | x      | 0+0   | CR     | nothing enhances
    40+40    | x      | 20+20 | PR     | enhancing area exactly 50 % down
    40+40    | x      | 20+21 | SD     | 48.75 % down
    40+40    | x      | 50+50 | SD     | exactly 25 % up is not yet progression
    40+40    | x      | 50+51 | PD     | 26.25 % up
    40+40    | 0+40   | 1+30  | PD     | enhancement comes back in a lesion that had none
    40+40    | x      | -+40  | NE     | enhancement of one lesion not read
"""


@pytest.mark.parametrize("row", rows(EASL), ids=ids(EASL))
def test_easl(row):
    scans = course(
        [row["baseline"], row["before"], row["now"]],
        lambda id, size: Lesion(id=id, longest_mm=80.0, enhancing_mm=size, enhancing_short_mm=10.0),
    )
    assert last(scans, Criterion.EASL).category == row["answer"]


CHOI = """
    size | density | answer | possible | why
    -----+---------+--------+----------+----------------------------------------------------
    0    | -       | CR     | CR       | gone
    90   | 100     | PR     | PR       | exactly 10 % smaller
    90.1 | 100     | SD     | SD       | just short of 10 % smaller
    100  | 85      | PR     | PR       | attenuation exactly 15 % down
    100  | 85.1    | SD     | SD       | attenuation just short of 15 %
    109.9| 100     | SD     | SD       | just short of 10 % larger
    110  | 100     | PD     | PD       | 10 % larger without fall in attenuation
    110  | 80      | PR     | PR       | larger, but the attenuation fell
    110  | -       | NE     | PR PD    | larger, attenuation not read: it would decide
    100  | -       | NE     | PR SD    | same size, attenuation not read: it would decide
    80   | -       | PR     | PR       | size alone settles it
"""


@pytest.mark.parametrize("row", rows(CHOI), ids=ids(CHOI))
def test_choi(row):
    scans = [
        scan(0, [Lesion(id="t", longest_mm=100.0, attenuation_hu=100.0, target=True)]),
        scan(2, [Lesion(id="t", longest_mm=number(row["size"]), attenuation_hu=number(row["density"]))]),
    ]
    call = last(scans, Criterion.CHOI)
    assert (str(call.category), printed(call.possible)) == (row["answer"], row["possible"])
