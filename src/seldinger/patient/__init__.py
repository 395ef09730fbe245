"""The patient: dated facts from the chart, declared once, validated at the door."""

from seldinger.patient.catalogue import variable, variables
from seldinger.patient.course import (
    Agent,
    Allergy,
    Event,
    EventGrade,
    Examination,
    Lesion,
    Mitoses,
    Session,
    Span,
    Specimen,
    Study,
    Therapy,
)
from seldinger.patient.faults import ChartError, Fault
from seldinger.patient.read import load_record, read_record
from seldinger.patient.record import Fact, Interval, Reading, Record
from seldinger.patient.variable import Code, Extra, Kind, Variable

__all__ = [
    "Agent",
    "Allergy",
    "ChartError",
    "Code",
    "Event",
    "EventGrade",
    "Examination",
    "Extra",
    "Fact",
    "Fault",
    "Interval",
    "Kind",
    "Lesion",
    "Mitoses",
    "Reading",
    "Record",
    "Session",
    "Span",
    "Specimen",
    "Study",
    "Therapy",
    "Variable",
    "load_record",
    "read_record",
    "variable",
    "variables",
]
