"""The patient: dated facts from the chart, declared once, validated at the door."""

from seldinger.patient.catalogue import codes, variable, variables
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
    VitalSigns,
)
from seldinger.patient.examples import examples
from seldinger.patient.faults import ChartError, Fault
from seldinger.patient.page import chart_page
from seldinger.patient.read import load_record, read_record
from seldinger.patient.record import Fact, Interval, Reading, Record
from seldinger.patient.schema import chart_schema
from seldinger.patient.template import template
from seldinger.patient.variable import Code, Extra, Kind, Variable
from seldinger.patient.write import chart, to_toml

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
    "VitalSigns",
    "chart",
    "chart_page",
    "chart_schema",
    "codes",
    "examples",
    "load_record",
    "read_record",
    "template",
    "to_toml",
    "variable",
    "variables",
]
