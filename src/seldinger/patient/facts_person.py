"""The person, the scope gate, history and outcome: variables a clinic answers."""

from seldinger.patient.variable import IMAGING_DAYS, PREGNANCY_DAYS, Extra, Kind, Variable
from seldinger.terms import Group

PERSON = (
    Variable(
        key="person.age_years",
        kind=Kind.QUANTITY,
        unit="a",
        low=0,
        high=120,
        title="Age",
        group=Group.SCOPE,
        who="clinic",
    ),
    Variable(
        key="person.sex",
        kind=Kind.CHOICE,
        choices=("female", "male", "other"),
        title="Sex",
        group=Group.SCOPE,
        who="clinic",
    ),
    Variable(
        key="person.pregnant",
        kind=Kind.FLAG,
        max_age_days=PREGNANCY_DAYS,
        title="Pregnant",
        group=Group.SCOPE,
        who="clinic",
    ),
    Variable(key="person.breastfeeding", kind=Kind.FLAG, title="Breastfeeding", group=Group.HISTORY, who="clinic"),
    Variable(
        key="person.height_cm",
        kind=Kind.QUANTITY,
        unit="cm",
        low=30,
        high=250,
        title="Height",
        group=Group.HISTORY,
        who="clinic",
    ),
    Variable(
        key="person.weight_kg",
        kind=Kind.QUANTITY,
        unit="kg",
        low=1,
        high=400,
        title="Weight",
        group=Group.HISTORY,
        who="clinic",
    ),
)

SCOPE = (
    Variable(
        key="scope.neuroendocrine", kind=Kind.FLAG, title="Neuroendocrine neoplasm", group=Group.SCOPE, who="pathology"
    ),
    Variable(
        key="scope.emergency", kind=Kind.FLAG, title="Emergency (bleeding, crisis)", group=Group.SCOPE, who="clinician"
    ),
)

HISTORY = (
    Variable(
        key="history.prrt",
        kind=Kind.FLAG,
        title="Peptide receptor radionuclide therapy before",
        group=Group.HISTORY,
        who="clinic",
    ),
    Variable(
        key="history.liver_radiation",
        kind=Kind.FLAG,
        title="Radiation to the liver before (external beam or radioembolization)",
        group=Group.HISTORY,
        who="clinic",
    ),
)

STATUS = (
    Variable(key="status.alive_on", kind=Kind.DATE, title="Known alive on", group=Group.HISTORY, who="clinic"),
    Variable(key="status.died_on", kind=Kind.DATE, title="Died on", group=Group.HISTORY, who="clinic", series=False),
    Variable(
        key="status.cause", kind=Kind.TEXT, title="Cause of death", group=Group.HISTORY, who="clinic", series=False
    ),
    Variable(key="status.lost_on", kind=Kind.DATE, title="Lost to follow-up on", group=Group.HISTORY, who="clinic"),
)

PRIMARY = (
    Variable(
        key="primary.site",
        kind=Kind.CHOICE,
        choices=(
            "ileum",
            "jejunum",
            "duodenum",
            "stomach",
            "pancreas",
            "appendix",
            "colon",
            "rectum",
            "bronchopulmonary",
            "other",
            "unknown",
        ),
        title="Site of the primary (unknown: searched for, not found)",
        group=Group.HISTORY,
        who="clinic",
    ),
    Variable(key="primary.resected", kind=Kind.FLAG, title="Primary resected", group=Group.HISTORY, who="clinic"),
)

SYNDROME = (
    Variable(
        key="syndrome.functioning",
        kind=Kind.FLAG,
        title="Functioning tumour (hormonal syndrome)",
        group=Group.REASON,
        who="clinic",
    ),
    Variable(key="syndrome.carcinoid", kind=Kind.FLAG, title="Carcinoid syndrome", group=Group.REASON, who="clinic"),
    Variable(
        key="syndrome.hormone",
        kind=Kind.CHOICE,
        choices=("serotonin", "insulin", "gastrin", "glucagon", "vip", "acth", "other"),
        title="Hormone of the syndrome",
        group=Group.REASON,
        who="clinic",
    ),
)

SYMPTOMS = (
    Variable(key="symptoms.present", kind=Kind.FLAG, title="Symptoms of the tumour", group=Group.REASON, who="clinic"),
    Variable(key="symptoms.hormonal", kind=Kind.SEVERITY, title="Hormonal symptoms", group=Group.REASON, who="clinic"),
    Variable(key="symptoms.bulk", kind=Kind.SEVERITY, title="Bulk symptoms", group=Group.REASON, who="clinic"),
    Variable(key="symptoms.pain", kind=Kind.SEVERITY, title="Pain from the liver", group=Group.REASON, who="clinic"),
    Variable(
        key="symptoms.refractory_to_ssa",
        kind=Kind.FLAG,
        title="Refractory to a somatostatin analogue",
        group=Group.REASON,
        who="clinic",
    ),
    Variable(
        key="symptoms.flushing_per_day",
        kind=Kind.QUANTITY,
        unit="1",
        low=0,
        high=200,
        title="Flushing episodes a day",
        group=Group.REASON,
        who="clinic",
    ),
    Variable(
        key="symptoms.stools_per_day",
        kind=Kind.QUANTITY,
        unit="1",
        low=0,
        high=100,
        title="Stools a day",
        group=Group.REASON,
        who="clinic",
    ),
    Variable(
        key="symptoms.quality_of_life",
        kind=Kind.QUANTITY,
        unit="1",
        low=-1000,
        high=1000,
        title="Quality of life, on the named scale",
        group=Group.REASON,
        who="clinic",
        extras=(Extra(name="scale", kind=Kind.TEXT, required=True),),
    ),
)

DISEASE = (
    Variable(
        key="disease.course",
        kind=Kind.LEVEL,
        choices=("none", "slow", "rapid"),
        title="Progression in the liver",
        group=Group.REASON,
        who="radiology",
        extras=(
            Extra(name="months", kind=Kind.QUANTITY, low=0, high=600),
            Extra(name="on_ssa", kind=Kind.FLAG),
        ),
    ),
    Variable(
        key="disease.resectable",
        kind=Kind.FLAG,
        title="Liver disease completely resectable",
        group=Group.REASON,
        who="surgery",
    ),
    Variable(
        key="disease.transplant_candidate",
        kind=Kind.FLAG,
        title="Candidate for liver transplantation",
        group=Group.REASON,
        who="surgery",
    ),
    Variable(
        key="extrahepatic.extent",
        kind=Kind.LEVEL,
        choices=("none", "present", "predominant"),
        max_age_days=IMAGING_DAYS,
        title="Tumour outside the liver",
        group=Group.IMAGING,
        who="radiology",
    ),
    Variable(
        key="extrahepatic.sites",
        kind=Kind.CHOICES,
        choices=(
            "lymph_nodes",
            "mesentery",
            "peritoneum",
            "bone",
            "lung",
            "brain",
            "adrenal",
            "ovary",
            "skin",
            "other",
        ),
        max_age_days=IMAGING_DAYS,
        title="Sites of tumour outside the liver",
        group=Group.IMAGING,
        who="radiology",
    ),
)
