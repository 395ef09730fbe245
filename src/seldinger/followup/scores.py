"""Scores of liver function, shown and never a gate: they were made for cirrhosis, which most of these livers have not.

Values are computed unrounded; views round.
"""

from dataclasses import dataclass
from math import log, log10
from typing import Any, Literal

from seldinger.cite import Citation
from seldinger.followup import sources as s
from seldinger.followup.findings import cited, weakest

ALBI_GRADES = (-2.60, -1.39)  # grade 1 up to the first, grade 2 up to the second (albi2015)
MELD_LEAST = 1.0  # creatinine, bilirubin and INR below 1 count as 1 (meld-na, bounds)
MELD_CREATININE_MOST = 4.0
MELD3_CREATININE_MOST = 3.0
SODIUM_LEAST, SODIUM_MOST = 125.0, 137.0  # mmol/L
ALBUMIN_LEAST, ALBUMIN_MOST = 1.5, 3.5  # g/dL
MELD_NA_ABOVE = 11.0  # sodium counts only above this MELD (meld-na, equation)
# Points 1, 2, 3 by two cut-offs each (child-pugh, table of points); some tables print 2.2 for the INR.
PUGH_BILIRUBIN = (2.0, 3.0)  # mg/dL
PUGH_ALBUMIN = (3.5, 2.8)  # g/dL
PUGH_INR = (1.7, 2.3)
PUGH_INR_OTHER = (1.7, 2.2)
PUGH_LEVELS = {"none": 1, "mild": 2, "tense": 3, "severe": 3}
PUGH_CLASSES = ((6, "A"), (9, "B"), (15, "C"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """One score: its value, or why there is none."""

    name: str
    value: float | None
    grade: str | None
    missing: tuple[str, ...]
    cites: tuple[Citation, ...]
    possible: tuple[str, ...] = ()  # classes still possible while something is missing

    def as_json(self) -> dict[str, Any]:
        """Return the score as report.json holds it."""
        return {
            "name": self.name,
            "value": self.value,
            "grade": self.grade,
            "possible": list(self.possible),
            "missing": list(self.missing),
            "says": self._says(),
            "status": weakest(self.cites),
            "cites": cited(self.cites),
        }

    def _says(self) -> str:
        if self.value is None and not self.grade:
            open_ = (
                f"{' or '.join(self.possible)}, tables differ" if self.possible else "not computable from these values"
            )
            lacks = f"lacks {', '.join(self.missing)}" if self.missing else open_
            return f"{self.name}: {lacks}. Shown, never a gate."
        value = "" if self.value is None else f" {self.value:.2f}".removesuffix(".00")
        return f"{self.name}{value}{f', grade {self.grade}' if self.grade else ''}. Made for cirrhosis; shown, never a gate."


def albi(*, bilirubin_umol_l: float, albumin_g_l: float) -> float:
    """Return the albumin-bilirubin linear predictor; lower is better.

    >>> round(albi(bilirubin_umol_l=10.0, albumin_g_l=42.0), 3)
    -2.91
    """
    if not bilirubin_umol_l > 0:
        raise ValueError("bilirubin must be positive [umol/L]; is it charted in another unit?")
    return 0.66 * log10(bilirubin_umol_l) - 0.085 * albumin_g_l


def albi_grade(value: float) -> Literal["1", "2", "3"]:
    """Return the ALBI grade; both limits belong to the better grade."""
    good, fair = ALBI_GRADES
    return "1" if value <= good else "2" if value <= fair else "3"


def meld(*, bilirubin_mg_dl: float, inr: float, creatinine_mg_dl: float, dialysis: bool = False) -> float:
    """Return MELD, unrounded, with inputs bounded as in transplant allocation.

    >>> round(meld(bilirubin_mg_dl=2.5, inr=1.5, creatinine_mg_dl=1.2), 2)
    16.18
    """
    creatinine = MELD_CREATININE_MOST if dialysis else min(max(creatinine_mg_dl, MELD_LEAST), MELD_CREATININE_MOST)
    bilirubin, ratio = max(bilirubin_mg_dl, MELD_LEAST), max(inr, MELD_LEAST)
    return 10 * (0.957 * log(creatinine) + 0.378 * log(bilirubin) + 1.120 * log(ratio) + 0.643)


def meld_na(value: float, *, sodium_mmol_l: float) -> float:
    """Return MELD with sodium, which counts only above MELD 11.

    >>> round(meld_na(20.0, sodium_mmol_l=130.0), 2)
    24.62
    """
    if value <= MELD_NA_ABOVE:
        return value
    lack = SODIUM_MOST - min(max(sodium_mmol_l, SODIUM_LEAST), SODIUM_MOST)
    return value + 1.32 * lack - 0.033 * value * lack


def meld3(
    *,
    female: bool,
    bilirubin_mg_dl: float,
    inr: float,
    creatinine_mg_dl: float,
    sodium_mmol_l: float,
    albumin_g_dl: float,
    dialysis: bool = False,
) -> float:
    """Return MELD 3.0, unrounded.

    >>> facts = dict(bilirubin_mg_dl=2.5, inr=1.5, creatinine_mg_dl=1.2, sodium_mmol_l=135.0, albumin_g_dl=3.0)
    >>> round(meld3(female=False, **facts), 2), round(meld3(female=True, **facts), 2)
    (17.85, 19.18)
    """
    creatinine = MELD3_CREATININE_MOST if dialysis else min(max(creatinine_mg_dl, MELD_LEAST), MELD3_CREATININE_MOST)
    bilirubin, ratio = log(max(bilirubin_mg_dl, MELD_LEAST)), log(max(inr, MELD_LEAST))
    lack = SODIUM_MOST - min(max(sodium_mmol_l, SODIUM_LEAST), SODIUM_MOST)
    short = ALBUMIN_MOST - min(max(albumin_g_dl, ALBUMIN_LEAST), ALBUMIN_MOST)
    by_liver = 4.56 * bilirubin + 0.82 * lack - 0.24 * lack * bilirubin + 9.09 * ratio
    by_kidney = 11.14 * log(creatinine) + 1.85 * short - 1.83 * short * log(creatinine)
    return (1.33 if female else 0.0) + by_liver + by_kidney + 6.0


def child_pugh(
    *,
    bilirubin_mg_dl: float | None,
    albumin_g_dl: float | None,
    inr: float | None,
    ascites: Literal["none", "mild", "tense"] | None,
    encephalopathy: Literal["none", "mild", "severe"] | None,
) -> Score:
    """Return the Child-Pugh class with its points; while something is missing, the classes still possible.

    Between INR 2.2 and 2.3 printed tables disagree by one point, and both answers are kept.
    """
    parts = {
        "bilirubin": _points(bilirubin_mg_dl, PUGH_BILIRUBIN),
        "albumin": _points(albumin_g_dl, PUGH_ALBUMIN),
        "INR": _points(inr, PUGH_INR) | _points(inr, PUGH_INR_OTHER),
        "ascites": _level(ascites),
        "encephalopathy": _level(encephalopathy),
    }
    given = dict(zip(parts, (bilirubin_mg_dl, albumin_g_dl, inr, ascites, encephalopathy), strict=True))
    least, most = sum(map(min, parts.values())), sum(map(max, parts.values()))
    classes = tuple(dict.fromkeys(_pugh_class(points) for points in range(least, most + 1)))
    return Score(
        name="Child-Pugh",
        value=float(least) if least == most else None,
        grade=classes[0] if len(classes) == 1 else None,
        missing=tuple(name for name, value in given.items() if value is None),
        cites=(s.CHILD_PUGH,),
        possible=classes,
    )


def _points(value: float | None, cuts: tuple[float, float]) -> set[int]:
    if value is None:
        return {1, 2, 3}
    first, second = cuts
    if first < second:
        return {1 if value < first else 2 if value <= second else 3}
    return {1 if value > first else 2 if value >= second else 3}


def _level(word: str | None) -> set[int]:
    return {1, 2, 3} if word is None else {PUGH_LEVELS[word]}


def _pugh_class(points: int) -> str:
    return next(letter for most, letter in PUGH_CLASSES if points <= most)
