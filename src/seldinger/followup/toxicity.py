"""Laboratory toxicity by CTCAE 4.03 and 5.0; the edition is stored with each grade, and both may be shown.

The editions differ when the value before treatment was already abnormal: 5.0 then counts multiples of that baseline for
enzymes and bilirubin, 4.03 goes on counting multiples of the limit.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from seldinger.cite import Citation
from seldinger.followup import sources as s
from seldinger.followup.findings import cited, weakest


class Edition(StrEnum):
    """The edition of the scale; a grade without it says nothing."""

    V4 = "CTCAE 4"
    V5 = "CTCAE 5"


class Against(StrEnum):
    """What a value is compared with."""

    LIMIT = "multiples of the upper limit of normal"
    BASELINE_IF_ABNORMAL = "multiples of the limit, or of the baseline when that was abnormal"
    BOTH = "multiples of the limit and of the baseline, whichever grade is higher"
    FALLING = "absolute values below the lower limit of normal"


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """One laboratory term of one edition. A grade begins above (falling: below) its limit."""

    term: str
    against: Against
    begins: tuple[float, ...]  # multiples for grades 1, 2, 3, 4; falling: absolute limits for grades 2, 3, 4
    unit: str  # of absolute limits; "1" for multiples
    cite: Citation
    abnormal_from: float = 1.0  # multiple of an abnormal baseline from which grade 1 counts
    baseline: tuple[float, ...] = ()  # multiples of the baseline, grades from 1, where both count


def _rising(term: str, begins: tuple[float, ...], cite: Citation, abnormal_from: float) -> Scale:
    return Scale(
        term=term,
        against=Against.BASELINE_IF_ABNORMAL,
        begins=begins,
        unit="1",
        cite=cite,
        abnormal_from=abnormal_from,
    )


def _limit(term: str, begins: tuple[float, ...]) -> Scale:
    return Scale(term=term, against=Against.LIMIT, begins=begins, unit="1", cite=s.CTCAE4)


def _falling(term: str, begins: tuple[float, ...], unit: str, cite: Citation) -> Scale:
    return Scale(term=term, against=Against.FALLING, begins=begins, unit=unit, cite=cite)


_TRANSAMINASE = (1.0, 3.0, 5.0, 20.0)
_CHOLESTATIC = (1.0, 2.5, 5.0, 20.0)
_BILIRUBIN = (1.0, 1.5, 3.0, 10.0)
_CREATININE = (1.0, 1.5, 3.0, 6.0)


def _common(cite: Citation) -> dict[str, Scale]:
    """Return the terms that both editions count alike."""
    return {
        "albumin": _falling("Hypoalbuminemia", (3.0, 2.0), "g/dL", cite),
        "platelets": _falling("Platelet count decreased", (75.0, 50.0, 25.0), "10*9/L", cite),
        "lymphocytes": _falling("Lymphocyte count decreased", (0.8, 0.5, 0.2), "10*9/L", cite),
        "leucocytes": _falling("White blood cell decreased", (3.0, 2.0, 1.0), "10*9/L", cite),
        "haemoglobin": _falling("Anemia", (10.0, 8.0), "g/dL", cite),
    }


SCALES: dict[Edition, dict[str, Scale]] = {
    Edition.V5: {
        "alt": _rising("Alanine aminotransferase increased", _TRANSAMINASE, s.CTCAE5, 1.5),
        "ast": _rising("Aspartate aminotransferase increased", _TRANSAMINASE, s.CTCAE5, 1.5),
        "alp": _rising("Alkaline phosphatase increased", _CHOLESTATIC, s.CTCAE5, 2.0),
        "ggt": _rising("GGT increased", _CHOLESTATIC, s.CTCAE5, 2.0),
        "bilirubin": _rising("Blood bilirubin increased", _BILIRUBIN, s.CTCAE5, 1.0),
        "creatinine": Scale(
            term="Creatinine increased",
            against=Against.BOTH,
            begins=_CREATININE,
            unit="1",
            cite=s.CTCAE5_UNREAD,
            baseline=(float("inf"), 1.5, 3.0),
        ),
        "inr": Scale(
            term="INR increased", against=Against.LIMIT, begins=(1.2, 1.5, 2.5), unit="absolute", cite=s.CTCAE5_UNREAD
        ),
        **_common(s.CTCAE5_UNREAD),
    },
    Edition.V4: {
        "alt": _limit("Alanine aminotransferase increased", _TRANSAMINASE),
        "ast": _limit("Aspartate aminotransferase increased", _TRANSAMINASE),
        "alp": _limit("Alkaline phosphatase increased", _CHOLESTATIC),
        "ggt": _limit("GGT increased", _CHOLESTATIC),
        "bilirubin": _limit("Blood bilirubin increased", _BILIRUBIN),
        "creatinine": Scale(
            term="Creatinine increased",
            against=Against.BOTH,
            begins=_CREATININE,
            unit="1",
            cite=s.CTCAE4,
            baseline=(1.0, 1.5, 3.0),
        ),
        "inr": _limit("INR increased", (1.0, 1.5, 2.5)),
        **_common(s.CTCAE4),
    },
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Toxicity:
    """The grade of one value: the set still possible, with the reason when it is not one."""

    laboratory: str
    term: str
    edition: Edition
    possible: tuple[int, ...]
    why: str
    cites: tuple[Citation, ...]

    @property
    def grade(self) -> int | None:
        """Return the grade, or None while several are possible."""
        return self.possible[0] if len(self.possible) == 1 else None

    def as_json(self) -> dict[str, Any]:
        """Return the grade as report.json holds it."""
        return {
            "laboratory": self.laboratory,
            "term": self.term,
            "scale": self.edition,
            "grade": self.grade,
            "possible": list(self.possible),
            "why": self.why,
            "status": weakest(self.cites),
            "cites": cited(self.cites),
        }


def grade(
    laboratory: str,
    value: float | None,
    *,
    edition: Edition,
    uln: float | None = None,
    lln: float | None = None,
    baseline: float | None = None,
) -> Toxicity:
    """Return the grade of one value, all numbers in one unit (falling terms: the scale's unit).

    Raises KeyError when the edition has no laboratory scale of that name. Clinical halves of a definition (transfusion,
    symptoms, anticoagulation) are not looked at.

    Examples
    --------
    ALT 180 U/L with a limit of 40 and a baseline of 100: 4.5 times the limit, but only 1.8 times the baseline.

    >>> grade("alt", 180.0, edition=Edition.V4, uln=40.0, baseline=100.0).grade
    2
    >>> grade("alt", 180.0, edition=Edition.V5, uln=40.0, baseline=100.0).grade
    1
    """
    scale = SCALES[edition][laboratory]
    if value is None:
        highest = len(scale.begins) + (scale.against is Against.FALLING)
        possible, why = set(range(highest + 1)), "the value was not measured"
    elif scale.against is Against.FALLING:
        possible, why = _fallen(scale, value, lln)
    elif scale.unit == "absolute":
        possible, why = {_steps(value, scale.begins)}, "absolute values"
    else:
        possible, why = _raised(scale, value, uln, baseline)
    return Toxicity(
        laboratory=laboratory,
        term=scale.term,
        edition=edition,
        possible=tuple(sorted(possible)),
        why=why,
        cites=(scale.cite,),
    )


def _steps(multiple: float, begins: tuple[float, ...]) -> int:
    return sum(multiple > limit for limit in begins)


def _raised(scale: Scale, value: float, uln: float | None, baseline: float | None) -> tuple[set[int], str]:
    """Compare products with limits, never quotients, so that a value exactly on a limit stays on it."""
    if not uln:
        return set(range(len(scale.begins) + 1)), "the laboratory's upper limit of normal is not charted"
    by_limit = sum(value > limit * uln for limit in scale.begins)
    if scale.against is Against.LIMIT:
        return {by_limit}, "against the upper limit of normal"
    if scale.against is Against.BOTH:
        return _both(scale, value, by_limit, baseline)
    if baseline is None:
        if not by_limit:
            return {0}, "not above the limit"
        return set(range(by_limit + 1)), "no value before treatment: an abnormal baseline would lower the grade"
    if baseline <= uln:
        return {by_limit}, "against the upper limit of normal; the baseline was normal"
    higher = sum(value > limit * baseline for limit in scale.begins[1:])
    first = value > baseline if scale.abnormal_from == 1 else value >= scale.abnormal_from * baseline
    return {higher + 1 if higher else int(first)}, "against the baseline, which was abnormal"


def _both(scale: Scale, value: float, by_limit: int, baseline: float | None) -> tuple[set[int], str]:
    if baseline is None:
        highest = max(by_limit, len(scale.baseline)) if value > 0 else by_limit
        return set(range(by_limit, highest + 1)), "no value before treatment: a rise from a low baseline would count"
    by_baseline = max((n for n, limit in enumerate(scale.baseline, 1) if value > limit * baseline), default=0)
    return {max(by_limit, by_baseline)}, "the higher of both: against the limit and against the baseline"


def _fallen(scale: Scale, value: float, lln: float | None) -> tuple[set[int], str]:
    deeper = sum(value < limit for limit in scale.begins)
    if deeper:
        return {deeper + 1}, "below an absolute limit"
    if lln is None:
        return {0, 1}, "the laboratory's lower limit of normal is not charted"
    return {int(value < lln)}, "against the lower limit of normal"
