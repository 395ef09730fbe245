"""Variables with units, three-valued conditions, decision tables, and their readers. Knows no medicine."""

from seldinger.logic.check import Check, Shadowed, check
from seldinger.logic.conditions import (
    All,
    Any,
    Between,
    Compare,
    Condition,
    Is,
    Known,
    Knowns,
    Not,
    anything,
    everything,
    kleene,
    leaves_of,
    thresholds_of,
    variables_of,
)
from seldinger.logic.cql import cql_library
from seldinger.logic.diagram import Answer, Diagram, View, build
from seldinger.logic.exact_frame import exact
from seldinger.logic.flips import Flip, flips
from seldinger.logic.frame import names_of, screen, screen_all, truths, unreadable
from seldinger.logic.graph import TooManyNodesError
from seldinger.logic.relational import screen_relation, sql, truths_relation
from seldinger.logic.tables import Row, Table
from seldinger.logic.truth import Trace, exactly, explain
from seldinger.logic.undecided import RowAnswers, undecided
from seldinger.logic.variables import Choice, Flag, Level, Quantity, Variable

__all__ = [
    "All",
    "Answer",
    "Any",
    "Between",
    "Check",
    "Choice",
    "Compare",
    "Condition",
    "Diagram",
    "Flag",
    "Flip",
    "Is",
    "Known",
    "Knowns",
    "Level",
    "Not",
    "Quantity",
    "Row",
    "RowAnswers",
    "Shadowed",
    "Table",
    "TooManyNodesError",
    "Trace",
    "Variable",
    "View",
    "anything",
    "build",
    "check",
    "cql_library",
    "everything",
    "exact",
    "exactly",
    "explain",
    "flips",
    "kleene",
    "leaves_of",
    "names_of",
    "screen",
    "screen_all",
    "screen_relation",
    "sql",
    "thresholds_of",
    "truths",
    "truths_relation",
    "undecided",
    "unreadable",
    "variables_of",
]
