"""The hospital record: FHIR R4 in and out, CDS Hooks messages, rules as CQL and FHIR."""

from seldinger.exchange.cql_rules import rules_cql
from seldinger.exchange.fhir_account import FromFhir, Note, Used
from seldinger.exchange.fhir_answer import answer_bundle
from seldinger.exchange.fhir_chart import chart_bundle
from seldinger.exchange.fhir_entries import is_fhir
from seldinger.exchange.fhir_read import load_bundle, read_bundle
from seldinger.exchange.fhir_rules import rules_bundle

__all__ = [
    "FromFhir",
    "Note",
    "Used",
    "answer_bundle",
    "chart_bundle",
    "is_fhir",
    "load_bundle",
    "read_bundle",
    "rules_bundle",
    "rules_cql",
]
