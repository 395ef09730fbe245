"""Did it work, was it safe, how does the patient feel, what next: judgements on the course after treatment."""

from seldinger.followup.best import best_overall, check_rates, disease_control, for_recist_pool, objective_response
from seldinger.followup.biochemical import Level, biochemical
from seldinger.followup.calls import Assessment, Call
from seldinger.followup.course import Course, follow
from seldinger.followup.criteria import Criterion
from seldinger.followup.discharge import Discharge, Enzyme, Ready, discharge
from seldinger.followup.findings import Answer, Note
from seldinger.followup.hazards import crisis, reild
from seldinger.followup.response import assess, assess_all
from seldinger.followup.schedule import Visit, by_modality, schedule
from seldinger.followup.sources import realised
from seldinger.followup.survival import Endpoint, Origin, Progressions, Status, times
from seldinger.followup.timeline import Lane, Mark, Timeline
from seldinger.followup.toxicity import Edition, Toxicity, grade

__all__ = [
    "Answer",
    "Assessment",
    "Call",
    "Course",
    "Criterion",
    "Discharge",
    "Edition",
    "Endpoint",
    "Enzyme",
    "Lane",
    "Level",
    "Mark",
    "Note",
    "Origin",
    "Progressions",
    "Ready",
    "Status",
    "Timeline",
    "Toxicity",
    "Visit",
    "assess",
    "assess_all",
    "best_overall",
    "biochemical",
    "by_modality",
    "check_rates",
    "crisis",
    "discharge",
    "disease_control",
    "follow",
    "for_recist_pool",
    "grade",
    "objective_response",
    "realised",
    "reild",
    "schedule",
    "times",
]
