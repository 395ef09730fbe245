"""The variables the rules look at, bound to the chart: one name for the chart key, the question and the condition.

Kind, unit, levels and domain come from the declaration in the patient's catalogue; nothing is written twice.
"""

from math import inf

from seldinger.logic import Choice, Flag, Level, Quantity
from seldinger.patient import Kind, variable


def flag(key: str) -> Flag:
    """Return a yes/no variable of the chart."""
    return Flag(key, variable(key).title)


def level(key: str) -> Level:
    """Return an ordered variable of the chart, mildest level first."""
    declared = variable(key)
    return Level(key, declared.title, declared.choices)


def choice(key: str) -> Choice:
    """Return an unordered variable of the chart."""
    declared = variable(key)
    return Choice(key, declared.title, declared.choices)


def quantity(key: str) -> Quantity:
    """Return a measured variable of the chart in its canonical unit."""
    declared = variable(key)
    return Quantity(
        key,
        declared.title,
        declared.unit or "1",
        low=0.0 if declared.low is None else declared.low,
        high=inf if declared.high is None else declared.high,
        integer=declared.kind is Kind.COUNT,
    )


# Reason to treat. Symptoms of any kind count alike, so they are one variable (linked facts are never counted twice).
symptomatic = flag("symptoms.present")
carcinoid_syndrome = flag("syndrome.carcinoid")
# Progression is one variable: slow progression counts as a reason only on a long-acting analogue (A14), rapid always (B46).
course = Choice("disease.course", variable("disease.course").title, ("none", "slow", "slow_on_ssa", "rapid"))
resectable = flag("disease.resectable")
extrahepatic = level("extrahepatic.extent")

# Liver and its vessels.
liver_function_poor = flag("liver.function_judged_poor")
bilirubin = quantity("labs.bilirubin")
burden = quantity("liver.burden_percent")
lesions = quantity("liver.lesions")
largest = quantity("liver.largest_cm")
hypervascular = flag("liver.hypervascular")
ascites = level("liver.ascites")
cirrhosis = flag("liver.cirrhosis")
portal_vein = level("vessels.portal_vein")
peripheral_vascular_disease = flag("vessels.peripheral_vascular_disease")

# Shunts and bile ducts.
lung_shunt_significant = flag("shunt.judged_significant")
gut_communication = choice("vessels.hepatoenteric_communication")
biliary_state = choice("biliary.state")

# Fitness.
performance_poor = flag("fitness.judged_poor")
creatinine = quantity("labs.creatinine")
renal_insufficiency = flag("fitness.renal_insufficiency_judged")
coagulopathy = flag("fitness.coagulopathy_judged")
contrast_allergy = level("fitness.contrast_allergy")
carcinoid_heart_disease = level("fitness.carcinoid_heart_disease")
other_mortality_risk = flag("fitness.other_mortality_risk")
sepsis = flag("fitness.sepsis")
fever = flag("fitness.fever")

# History that matters to radioembolization.
prior_prrt = flag("history.prrt")
prior_liver_radiation = flag("history.liver_radiation")

# The scope gate.
neuroendocrine = flag("scope.neuroendocrine")
liver_metastases = flag("liver.metastases")
age = quantity("person.age_years")
pregnant = flag("person.pregnant")
emergency = flag("scope.emergency")
