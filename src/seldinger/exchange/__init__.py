"""The hospital record: FHIR R4 in and out, CDS Hooks messages, rules as CQL and FHIR."""

from seldinger.exchange.cds import Answered, Options, discovery, service
from seldinger.exchange.cds_feedback import FeedbackError, by_rule, feedback
from seldinger.exchange.cds_http import Reply, Site, handle
from seldinger.exchange.cds_prefetch import unfilled
from seldinger.exchange.cds_schema import discovery_schema, response_schema
from seldinger.exchange.cql_rules import rules_cql
from seldinger.exchange.fhir_account import FromFhir, Note, Used
from seldinger.exchange.fhir_answer import answer_bundle
from seldinger.exchange.fhir_chart import chart_bundle
from seldinger.exchange.fhir_entries import is_fhir
from seldinger.exchange.fhir_read import load_bundle, read_bundle
from seldinger.exchange.fhir_rules import rules_bundle
from seldinger.exchange.fhir_schema import answer_schema
from seldinger.exchange.jwt_check import Replay, Trusted, UnauthorizedError

__all__ = [
    "Answered",
    "FeedbackError",
    "FromFhir",
    "Note",
    "Options",
    "Replay",
    "Reply",
    "Site",
    "Trusted",
    "UnauthorizedError",
    "Used",
    "answer_bundle",
    "answer_schema",
    "by_rule",
    "chart_bundle",
    "discovery",
    "discovery_schema",
    "feedback",
    "handle",
    "is_fhir",
    "load_bundle",
    "read_bundle",
    "response_schema",
    "rules_bundle",
    "rules_cql",
    "service",
    "unfilled",
]
