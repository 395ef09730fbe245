"""What is known, from which study, how it was read, and what a centre should expect from it."""

from seldinger.evidence.catalogue import Entry, by_tumour, entries, keys_used, realised
from seldinger.evidence.certainty import Grade
from seldinger.evidence.figures import Forest, Icons, cumulative, forest, funnel, icons, next_patients
from seldinger.evidence.forecast import Expectation, expect, expectation, forecast
from seldinger.evidence.headlines import Explanation, headlines
from seldinger.evidence.issues import Issue
from seldinger.evidence.outcomes import SCOPES, Count, OutcomeKey, definition, definitions
from seldinger.evidence.pool import EXTENDED, REVIEWS, MixedDefinitions, Policy, Pool, pool, pool_rows
from seldinger.evidence.reading import StudyError, library, load_studies, load_study, read_study
from seldinger.evidence.review import Conclusion, Difference, conclusions, diff, diff_folders
from seldinger.evidence.sensitivity import Choice, sensitivity
from seldinger.evidence.studies import Study
from seldinger.evidence.tables import pool_table
from seldinger.evidence.validators import check, check_files, open_issues, refuse_broken
from seldinger.evidence.within import Comparison, comparisons

__all__ = [
    "EXTENDED",
    "REVIEWS",
    "SCOPES",
    "Choice",
    "Comparison",
    "Conclusion",
    "Count",
    "Difference",
    "Entry",
    "Expectation",
    "Explanation",
    "Forest",
    "Grade",
    "Icons",
    "Issue",
    "MixedDefinitions",
    "OutcomeKey",
    "Policy",
    "Pool",
    "Study",
    "StudyError",
    "by_tumour",
    "check",
    "check_files",
    "comparisons",
    "conclusions",
    "cumulative",
    "definition",
    "definitions",
    "diff",
    "diff_folders",
    "entries",
    "expect",
    "expectation",
    "forecast",
    "forest",
    "funnel",
    "headlines",
    "icons",
    "keys_used",
    "library",
    "load_studies",
    "load_study",
    "next_patients",
    "open_issues",
    "pool",
    "pool_rows",
    "pool_table",
    "read_study",
    "realised",
    "refuse_broken",
    "sensitivity",
]
