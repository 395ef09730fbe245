"""The scores of one patient on one day, from laboratory values in chart units; what is missing is named."""

from dataclasses import dataclass
from typing import Literal

from seldinger.followup import sources as s
from seldinger.followup.scores import Score, albi, albi_grade, child_pugh, meld, meld3, meld_na
from seldinger.units import convert


@dataclass(frozen=True, kw_only=True, slots=True)
class Liver:
    """What the scores need; None was not measured (or is too old)."""

    bilirubin_mg_dl: float | None = None
    albumin_g_dl: float | None = None
    inr: float | None = None
    creatinine_mg_dl: float | None = None
    sodium_mmol_l: float | None = None
    ascites: Literal["none", "mild", "tense"] | None = None
    encephalopathy: Literal["none", "mild", "severe"] | None = None
    female: bool | None = None


def scores(liver: Liver) -> tuple[Score, ...]:
    """Return Child-Pugh, ALBI, MELD, MELD-Na and MELD 3.0, each with what it still lacks."""
    pugh = child_pugh(
        bilirubin_mg_dl=liver.bilirubin_mg_dl,
        albumin_g_dl=liver.albumin_g_dl,
        inr=liver.inr,
        ascites=liver.ascites,
        encephalopathy=liver.encephalopathy,
    )
    return (pugh, _albi(liver), *_melds(liver))


def _albi(liver: Liver) -> Score:
    missing = _lacking(liver, "bilirubin_mg_dl", "albumin_g_dl")
    value = None
    if liver.bilirubin_mg_dl is not None and liver.albumin_g_dl is not None:
        bilirubin = convert(liver.bilirubin_mg_dl, "mg/dL", "umol/L", substance="bilirubin")
        albumin = convert(liver.albumin_g_dl, "g/dL", "g/L")
        value = albi(bilirubin_umol_l=bilirubin, albumin_g_l=albumin) if bilirubin > 0 else None
    letter = None if value is None else albi_grade(value)
    return Score(name="ALBI", value=value, grade=letter, missing=missing, cites=(s.ALBI,))


def _melds(liver: Liver) -> tuple[Score, Score, Score]:
    first = with_sodium = third = None
    bilirubin, inr, creatinine = liver.bilirubin_mg_dl, liver.inr, liver.creatinine_mg_dl
    if bilirubin is not None and inr is not None and creatinine is not None:
        first = meld(bilirubin_mg_dl=bilirubin, inr=inr, creatinine_mg_dl=creatinine)
        if liver.sodium_mmol_l is not None:
            with_sodium = meld_na(first, sodium_mmol_l=liver.sodium_mmol_l)
            if liver.albumin_g_dl is not None and liver.female is not None:
                third = meld3(
                    female=liver.female,
                    bilirubin_mg_dl=bilirubin,
                    inr=inr,
                    creatinine_mg_dl=creatinine,
                    sodium_mmol_l=liver.sodium_mmol_l,
                    albumin_g_dl=liver.albumin_g_dl,
                )
    three = _lacking(liver, "bilirubin_mg_dl", "inr", "creatinine_mg_dl")
    four = three + _lacking(liver, "sodium_mmol_l")
    return (
        Score(name="MELD", value=first, grade=None, missing=three, cites=(s.MELD, s.MELD_BOUNDS)),
        Score(name="MELD-Na", value=with_sodium, grade=None, missing=four, cites=(s.MELD_NA,)),
        Score(
            name="MELD 3.0",
            value=third,
            grade=None,
            missing=four + _lacking(liver, "albumin_g_dl", "female"),
            cites=(s.MELD3,),
        ),
    )


_WORDS = {"female": "sex", "inr": "INR"}


def _lacking(liver: Liver, *names: str) -> tuple[str, ...]:
    return tuple(_WORDS.get(n, n.partition("_")[0]) for n in names if getattr(liver, n) is None)
