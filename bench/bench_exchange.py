"""Time the FHIR reader against fhir.resources R4B, and a CDS answer against the half second a record system waits.

One run, one machine: read the ratios. The bundle is a synthetic one of 600 KB made by others; both sides start from text.
"""

import json
import statistics
import time
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path

from seldinger.exchange import Options, chart_bundle, read_bundle, service
from seldinger.exchange.fhir_entries import parse
from seldinger.patient import examples, load_record

BUNDLE = Path(__file__).parents[1] / "tests" / "data" / "fhir" / "pathways-T0-synthea-r4.json"
READS, PEER_READS, CALLS = 15, 3, 200
WANTED_RATIO, WANTED_SECONDS = 20, 0.1
INSTANCE = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea"


def seconds(work: Callable[[], object], times: int, clock: Callable[[], float] = time.perf_counter) -> list[float]:
    """Return how long each of several runs took, after one that is not counted."""
    work()
    taken = []
    for _ in range(times):
        start = clock()
        work()
        taken.append(clock() - start)
    return taken


def reading() -> None:
    """Print how much faster the reader is than an object tree."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from fhir.resources.R4B.bundle import Bundle
    text = BUNDLE.read_bytes()
    ours = statistics.median(seconds(lambda: read_bundle(parse(text, BUNDLE.name)), READS))
    parsed = statistics.median(seconds(lambda: json.loads(text), READS))
    theirs = statistics.median(seconds(lambda: Bundle.model_validate_json(text), PEER_READS))
    print(f"bundle of {len(text) / 1000:.0f} KB: ours {1e3 * ours:.1f} ms, fhir.resources R4B {1e3 * theirs:.0f} ms")
    print(f"  ratio {theirs / ours:.0f} (wanted: {WANTED_RATIO}); of ours, json.loads alone {parsed / ours:.0%}")


def request() -> dict[str, object]:
    """Return a CDS request that carries a whole chart."""
    patient, *rest = (
        entry["resource"] for entry in chart_bundle(load_record(examples()["ecog4-judged-fine"]))["entry"]
    )
    findings = {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": each} for each in rest]}
    context = {"userId": "Practitioner/1", "patientId": patient["id"]}
    prefetch = {"patient": patient, "findings": findings, "results": None}
    return {"hook": "patient-view", "hookInstance": INSTANCE, "context": context, "prefetch": prefetch}


def answering() -> None:
    """Print how long an answer takes, from the text of a request to the text of a response."""
    text, options = json.dumps(request()), Options()

    def call() -> str:
        answered = service("seldinger-work-up", json.loads(text), on=date(2026, 11, 2), options=options)
        return json.dumps(answered.body)

    for clock, name in (
        (time.perf_counter, "as waited for"),
        (time.process_time, "of the processor, whoever shares it"),
    ):
        taken = sorted(seconds(call, CALLS, clock))
        p95 = taken[int(0.95 * len(taken))]
        print(f"CDS answer {name}: median {1e3 * statistics.median(taken):.1f} ms, p95 {1e3 * p95:.1f} ms")
        print(f"  p95 is {p95 / WANTED_SECONDS:.0%} of the {1e3 * WANTED_SECONDS:.0f} ms wanted")


def main() -> None:
    """Run both."""
    reading()
    answering()


if __name__ == "__main__":
    main()
