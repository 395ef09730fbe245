"""CDS Hooks 2.0 as pure functions: discovery, two services, and what a caller did with their cards.

`patient-view` says what is open in the work-up of a patient with a neuroendocrine neoplasm, and nothing of anybody else.
`order-sign` is off unless switched on, and says on every card that it is not clinically validated.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from re import compile as pattern
from typing import Any

from seldinger.exchange import cds_cards
from seldinger.exchange.cds_prefetch import Prefetched, asked, received, templates
from seldinger.exchange.fhir_account import FromFhir
from seldinger.exchange.fhir_codes import SNOMED, codings
from seldinger.exchange.fhir_read import read_bundle
from seldinger.patient import ChartError
from seldinger.patient.variable import LOCAL_SYSTEM
from seldinger.selection import PROFILES, Profile, Selection, as_json, select
from seldinger.terms import BARS, EMBOLIC, RADIOEMBOLIC, Modality

WORK_UP, ORDER = "seldinger-work-up", "seldinger-order"
OK, BAD, UNKNOWN, NO_PATIENT = 200, 400, 404, 412
_UUID = pattern(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

# Procedure codes that name a group of treatments, not one of them.
_ORDERED: Mapping[tuple[str, str], frozenset[Modality]] = {
    (SNOMED, "57238002"): EMBOLIC,
    (SNOMED, "16736007"): EMBOLIC,
    (SNOMED, "440252007"): RADIOEMBOLIC,
    (SNOMED, "1156383000"): RADIOEMBOLIC,
    **{(f"{LOCAL_SYSTEM}:session", str(modality)): frozenset({modality}) for modality in Modality},
}

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """How a centre runs the services."""

    profile: Profile = field(default_factory=lambda: PROFILES["strictest"])
    order_sign: bool = False
    quiet: bool = True  # no card for a patient in whom nothing is open


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """An HTTP status and the JSON to send with it."""

    status: int
    body: Json


def discovery(options: Options) -> Json:
    """Return the services on offer, with the searches they want done beforehand."""
    prefetch = dict(templates())
    offered = [
        {
            "hook": "patient-view",
            "id": WORK_UP,
            "title": "Transarterial treatment: what is open",
            "description": "For a patient with a neuroendocrine neoplasm metastatic to the liver: what two published reviews "
            "leave possible, and which open questions could change it.",
            "prefetch": prefetch,
        }
    ]
    if options.order_sign:
        offered.append(
            {
                "hook": "order-sign",
                "id": ORDER,
                "title": "Transarterial treatment: ordered and barred (not clinically validated)",
                "description": "Not clinically validated, for testing only. Warns when every verdict that the reviews leave "
                "possible bars the treatment that is being ordered.",
                "prefetch": prefetch,
            }
        )
    return {"services": offered}


def service(name: str, request: Any, *, on: date, options: Options) -> Answered:
    """Return the response of a service to a request on a day.

    400 says what is wrong with the request, 404 that there is no such service, 412 that the Patient was not sent and
    must be. Whatever else is missing leaves verdicts open and is named on the card.
    """
    hooks = {each["id"]: each["hook"] for each in discovery(options)["services"]}
    if name not in hooks:
        return Answered(status=UNKNOWN, body={"message": "no such service; discovery lists them"})
    if fault := _fault(request, hooks[name]):
        return Answered(status=BAD, body={"message": fault})
    sent = received(request.get("prefetch"), request["context"]["patientId"])
    if sent.patient is None:
        return Answered(status=NO_PATIENT, body={"message": "prefetch.patient must hold the Patient of the context"})
    instance = request["hookInstance"]
    try:
        found = read_bundle([*sent.documents], file="prefetch", as_of=on)
    except ChartError as error:
        reasons = [f"{fault.path or 'record'}: expected {fault.expected}" for fault in error.faults]
        return Answered(status=OK, body={"cards": [cds_cards.unreadable(reasons, instance)]})
    selection = select(found.record, on, options.profile)
    if name == ORDER:
        return Answered(status=OK, body={"cards": list(_order_cards(selection, request["context"], instance))})
    unusable = _unusable(found, on)
    newer = {key: why for key, why in unusable.items() if key in asked() and found.record.reading(key, on).known}
    cards = _work_up(selection, sent, unusable, newer, instance, quiet=options.quiet)
    return Answered(status=OK, body={"cards": cards})


def _unusable(found: FromFhir, on: date) -> dict[str, str]:
    """Return by variable why a value that was sent was not taken, unless one of a later day was."""
    reasons = {}
    for note in (*found.account.ignored, *found.account.malformed):
        if note.key is None:
            continue
        reading = found.record.reading(note.key, on)
        taken = reading.fact.date if reading.known and reading.fact else None
        if taken is None or note.on is None or note.on >= taken:
            reasons[note.key] = note.why.removeprefix(f"{note.key}: ").removeprefix(f"{note.key}.")
    return reasons


def _fault(request: Any, hook: str) -> str | None:
    """Return what is wrong with a request, or None."""
    if not isinstance(request, Mapping):
        return "the request must be a JSON object"
    if request.get("hook") != hook:
        return f"hook must be {hook}"
    instance, context = request.get("hookInstance"), request.get("context")
    if not isinstance(instance, str) or not _UUID.fullmatch(instance):
        return "hookInstance must be a UUID"
    if not isinstance(context, Mapping) or not isinstance(context.get("patientId"), str) or not context["patientId"]:
        return "context.patientId must be a text"
    if not isinstance(request.get("prefetch", {}), Mapping | None):
        return "prefetch must be an object"
    if "fhirAuthorization" in request and not isinstance(request.get("fhirServer"), str):
        return "fhirServer is needed beside fhirAuthorization"
    return None


def _work_up(
    selection: Selection,
    sent: Prefetched,
    unusable: Mapping[str, str],
    newer: Mapping[str, str],
    instance: str,
    *,
    quiet: bool,
) -> list[Json]:
    """Return at most one card, and none for a patient who is out of scope or not known to have such a tumour."""
    if selection.scope.inside is False or selection.scope.answers["scope.neuroendocrine"].known is not True:
        return []
    modalities = as_json.modalities(selection)
    still_open = any(part["missing"] for part in modalities.values()) or selection.scope.inside is None
    if quiet and not still_open and not newer:
        return []
    gates = [gate.requires for gate in selection.scope.open]
    return [cds_cards.incomplete(modalities, gates, sent, unusable, newer, instance)]


def _order_cards(selection: Selection, context: Mapping[str, Any], instance: str) -> Iterator[Json]:
    """Yield a card for each ordered treatment that is certainly barred; of a group, when every member is."""
    modalities = as_json.modalities(selection)
    warned: set[Modality] = set()
    for group in _ordered(context.get("draftOrders")):
        every = [name for name in Modality if name in group]
        if all(str(name) in modalities and _barred(modalities[str(name)]) for name in every):
            for name in every:
                if name not in warned:
                    warned.add(name)
                    yield cds_cards.barred(name, modalities[str(name)], instance)


def _barred(part: Mapping[str, Any]) -> bool:
    return bool(part["possible"]) and set(part["possible"]) <= {str(each) for each in BARS}


def _ordered(orders: Any) -> Iterator[frozenset[Modality]]:
    entries = orders.get("entry") if isinstance(orders, Mapping) else None
    for entry in entries if isinstance(entries, list) else ():
        resource = entry.get("resource") if isinstance(entry, Mapping) else None
        if not isinstance(resource, Mapping) or resource.get("doNotPerform") is True:
            continue
        for place in codings(resource.get("code")):
            if place in _ORDERED:
                yield _ORDERED[place]
