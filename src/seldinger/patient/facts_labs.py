"""Laboratory values and tumour markers. A value without its unit is never taken."""

from seldinger.patient.variable import LABORATORY_DAYS, Kind, Variable
from seldinger.terms import Group


def _lab(name: str, title: str, unit: str, high: float, *, low: float = 0, substance: str | None = None) -> Variable:
    return Variable(
        key=f"labs.{name}",
        kind=Kind.QUANTITY,
        unit=unit,
        substance=substance,
        low=low,
        high=high,
        max_age_days=LABORATORY_DAYS,
        title=title,
        group=Group.LABORATORY,
        who="laboratory",
        bare=unit == "1",
    )


def _marker(
    name: str, title: str, *, unit: str | None = None, units: tuple[str, ...] = (), substance: str | None = None
) -> Variable:
    return Variable(
        key=f"markers.{name}",
        kind=Kind.QUANTITY,
        unit=unit,
        units=units,
        substance=substance,
        low=0,
        high=1e9,
        max_age_days=LABORATORY_DAYS,
        title=title,
        group=Group.LABORATORY,
        who="laboratory",
        bare=False,
    )


def _confounder(name: str, title: str) -> Variable:
    key = f"markers.confounders.{name}"
    return Variable(key=key, kind=Kind.FLAG, title=title, group=Group.HISTORY, who="clinic")


# Domains are what an analyser can report, not what is normal: beyond them a decimal point or a unit is wrong.
LABS = (
    _lab("bilirubin", "Serum bilirubin", "mg/dL", 60, substance="bilirubin"),
    _lab("albumin", "Serum albumin", "g/dL", 8, low=0.3),
    _lab("inr", "INR", "1", 25, low=0.3),
    _lab("ast", "AST", "U/L", 50000),
    _lab("alt", "ALT", "U/L", 50000),
    _lab("alp", "Alkaline phosphatase", "U/L", 20000),
    _lab("ggt", "GGT", "U/L", 20000),
    _lab("ldh", "LDH", "U/L", 50000),
    _lab("creatinine", "Serum creatinine", "mg/dL", 40, substance="creatinine"),
    _lab("egfr", "Estimated glomerular filtration rate", "mL/min/{1.73_m2}", 250),
    _lab("platelets", "Platelets", "10*9/L", 5000),
    _lab("haemoglobin", "Haemoglobin", "g/dL", 28),
    _lab("leucocytes", "Leucocytes", "10*9/L", 1000),
    _lab("sodium", "Serum sodium", "mmol/L", 220, low=80, substance="sodium"),
)

# Immunoassays of different makers, and mass and amount of a mixture of fragments, cannot be turned into each other:
# these markers keep the unit they were charted in.
MARKERS = (
    _marker("cga", "Chromogranin A", units=("xULN", "ug/L", "ng/mL", "nmol/L", "U/L")),
    _marker("pancreastatin", "Pancreastatin", units=("xULN", "pg/mL", "ng/L", "pmol/L")),
    _marker("five_hiaa", "5-HIAA in 24-hour urine", unit="mg/(24.h)", substance="five_hiaa"),
    _marker("five_hiaa_serum", "5-HIAA in serum or plasma", unit="nmol/L", substance="five_hiaa"),
    _marker("insulin", "Insulin", units=("xULN", "mU/L", "pmol/L")),
    _marker("gastrin", "Gastrin", units=("xULN", "ng/L", "pg/mL", "pmol/L")),
    _marker("glucagon", "Glucagon", unit="pmol/L", substance="glucagon"),
    _marker("vip", "Vasoactive intestinal peptide", units=("xULN", "ng/L", "pg/mL", "pmol/L")),
    _marker("acth", "ACTH", units=("xULN", "ng/L", "pg/mL", "pmol/L")),
    _marker("nt_probnp", "NT-proBNP", units=("xULN", "ng/L", "pg/mL", "pmol/L")),
    _confounder("ppi", "Proton pump inhibitor (raises chromogranin A)"),
    _confounder("renal_failure", "Renal failure (raises chromogranin A)"),
    _confounder("atrophic_gastritis", "Atrophic gastritis (raises chromogranin A)"),
)
