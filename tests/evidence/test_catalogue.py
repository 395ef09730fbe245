"""The list of studies, the statements that evidence realises, and keys that resolve."""

import csv

from seldinger import cite
from seldinger.evidence.catalogue import by_tumour, entries, keys_used, realised

OWNED = (
    "A04 A09 A12 A13 A25 A26 A27 A28 A38 A39 A41 A43 A44 A61 A62 A70 A71 A73 B05 B06 B08 B17 B29 B39 B75 B76 B77 B78"
)
OWNED += " B79 B80 B81 B82 B83 B84 B85 B86 B87 B88 B91 B92 B93 B94 B95 B96 B99 B100 B105 B108 B109 C12 C13 C19 C27 C28"


def statements() -> set[str]:
    text = cite.knowledge().joinpath("statements.csv").read_text(encoding="utf-8")
    return {row["id"] for row in csv.DictReader(text.splitlines())}


def test_every_statement_that_evidence_owns_is_realised() -> None:
    assert set(OWNED.split()) - realised() == set()


def test_no_row_names_a_statement_that_is_not_there() -> None:
    assert realised() - statements() == set()


def test_every_key_resolves() -> None:
    assert {key for key in keys_used() if key not in cite.references()} == set()


def test_the_list_has_one_line_a_file() -> None:
    lines = {e.key: e for e in entries()}
    gupta = lines["gupta2003"]
    assert (gupta.patients, gupta.modalities, gupta.overlap_group) == (123, ("ctace", "tae"), "md-anderson")
    assert lines["kennedy2008"].parent == "transarterial-review:ref27"
    assert len(lines) == len(entries())


def test_one_tumour_at_a_time_keeps_its_own_arm() -> None:
    from seldinger.evidence.outcomes import definition
    from seldinger.evidence.pool import pool

    groups = {name: pool(studies, definition("objective_response")) for name, studies in by_tumour().items()}
    counted = {name: {c.study: (c.low, c.n) for c in pooled.used} for name, pooled in groups.items()}
    assert counted["carcinoid"]["gupta2003"] == (46, 69) and counted["pancreas"]["gupta2003"] == (19, 54)
    assert counted["carcinoid"]["eriksson1998"] == (18, 29) and counted["pancreas"]["eriksson1998"] == (6, 9)
