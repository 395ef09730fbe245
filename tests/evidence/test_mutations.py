"""Two hundred random changes that break n/N, a sum, a percent or a unit: at least nine in ten are caught."""

import random

from seldinger.evidence.reading import _Reader
from tests.evidence.mutate import caught, findings, mutations, raw_files

CHANGES = 200
STATED_RATE = 0.90


def test_random_mutations_of_valid_files_are_caught_at_the_stated_rate() -> None:
    raw = raw_files()
    studies = {file: _Reader(file).study(data) for file, data in raw.items()}
    known = findings(tuple(studies.values()))
    rng = random.Random(20261124)
    pool = [(file, name, broken) for file, data in raw.items() for name, broken in mutations(data, rng)]
    chosen = rng.sample(pool, CHANGES)
    missed = [f"{file} {name}" for file, name, broken in chosen if not caught(studies, file, broken, known)]
    assert len(missed) <= CHANGES * (1 - STATED_RATE), missed


def test_the_valid_library_itself_is_not_called_broken() -> None:
    """A catcher that cries at everything would pass the test above."""
    raw = raw_files()
    studies = {file: _Reader(file).study(data) for file, data in raw.items()}
    known = findings(tuple(studies.values()))
    assert not any(caught(studies, file, data, known) for file, data in raw.items())
