"""The real tables against brute force: every completion of what is unknown, enumerated, on partial patients."""

import random
from collections.abc import Iterator, Mapping
from itertools import product

import pytest

from seldinger.logic import Compare, Known, Quantity, Table, Variable, build, kleene, leaves_of
from seldinger.selection import PROFILES
from seldinger.selection.profiles import table
from seldinger.terms import Modality

PATIENTS = 1000  # per modality, under the default profile
MOST_UNKNOWN = 8
# Beside each limit: just below, at, just above. That is one value in each region a condition can tell apart.
STEP = 1e-6


def values(variable: Variable, rows: Table) -> tuple[Known, ...]:
    """Return one value of every region of a variable."""
    if not isinstance(variable, Quantity):
        return variable.values
    leaves = (leaf for row in rows.rows for leaf in leaves_of(row.when))
    limits = sorted({leaf.limit.value for leaf in leaves if isinstance(leaf, Compare) and leaf.variable == variable})
    return tuple(value for limit in limits for value in (limit - STEP, limit, limit + STEP))


def decide(rows: Table, known: Mapping[str, Known]) -> str:
    """Return the verdict of a fully known patient: the first row that holds."""
    for row in rows.rows:
        if kleene(row.when, known):
            return row.outcome
    return rows.otherwise


def patients(rows: Table, seed: int) -> Iterator[tuple[dict[str, Known], dict[str, tuple[Known, ...]]]]:
    """Yield partial patients, as many with each number of unknowns; variables are drawn so that outcomes vary."""
    rng = random.Random(seed)
    every = {variable.name: values(variable, rows) for variable in rows.variables}
    for number in range(PATIENTS):
        unknown = rng.sample(sorted(every), min(number % (MOST_UNKNOWN + 1), len(every)))
        # Most facts harmless, so that later rows are reached too.
        clear = {name: _harmless(options, rng) for name, options in every.items()}
        for name in rng.sample(sorted(every), rng.randrange(4)):
            clear[name] = rng.choice(every[name])
        yield {n: v for n, v in clear.items() if n not in unknown}, {name: every[name] for name in unknown}


def _harmless(options: tuple[Known, ...], rng: random.Random) -> Known:
    if options == (True, False):
        return rng.random() < 0.1
    return options[0] if rng.random() < 0.8 else rng.choice(options)


@pytest.mark.parametrize("modality", list(Modality))
def test_possible_and_missing_equal_brute_force(modality: Modality) -> None:
    rows = table(modality, PROFILES["strictest"])
    diagram = build(rows)
    seen: set[frozenset[str]] = set()
    for known, unknown in patients(rows, seed=20261102):
        names = sorted(unknown)
        outcomes = {
            completion: decide(rows, known | dict(zip(names, completion, strict=True)))
            for completion in product(*(unknown[name] for name in names))
        }
        matter = {name for place, name in enumerate(names) if _matters(outcomes, place)}
        view = diagram.restrict(known)
        assert view.possible == set(outcomes.values())
        assert set(view.missing) == matter
        seen.add(view.possible)
    assert len(seen) >= 8, "the patients must reach many different sets, or the test proves little"


def _matters(outcomes: Mapping[tuple[Known, ...], str], place: int) -> bool:
    """Return whether two completions that differ only at one place have different outcomes."""
    first: dict[tuple[Known, ...], str] = {}
    for completion, outcome in outcomes.items():
        rest = completion[:place] + completion[place + 1 :]
        if first.setdefault(rest, outcome) != outcome:
            return True
    return False


@pytest.mark.parametrize("profile", sorted(PROFILES))
@pytest.mark.parametrize("modality", list(Modality))
def test_learning_a_fact_never_adds_a_verdict(modality: Modality, profile: str) -> None:
    rows = table(modality, PROFILES[profile])
    diagram = build(rows)
    for number, (known, unknown) in enumerate(patients(rows, seed=7)):
        if number >= 100:
            break
        before = diagram.restrict(known).possible
        for name, options in unknown.items():
            for value in options:
                assert diagram.restrict({**known, name: value}).possible <= before


WORSE = {
    "labs.bilirubin": (0.8, 1.999999, 2.0, 2.000001, 9.0),
    "labs.creatinine": (0.9, 1.999999, 2.0, 2.000001, 9.0),
    "liver.burden_percent": (10.0, 75.0, 75.000001, 95.0),
    "vessels.portal_vein": ("patent", "branch_thrombosis", "main_occlusion"),
    "fitness.carcinoid_heart_disease": ("none", "mild", "severe"),
    "fitness.contrast_allergy": ("none", "mild", "severe"),
    "liver.ascites": ("none", "mild", "tense"),
    "liver.function_judged_poor": (False, True),
    "fitness.judged_poor": (False, True),
    "shunt.judged_significant": (False, True),
    "fitness.sepsis": (False, True),
    "extrahepatic.extent": ("none", "present", "predominant"),
}
BEST_FIRST = ("eligible", "modified", "defer", "not_indicated", "contraindicated")


@pytest.mark.parametrize("profile", sorted(PROFILES))
@pytest.mark.parametrize("modality", list(Modality))
def test_a_worse_value_never_improves_a_verdict(modality: Modality, profile: str) -> None:
    rows = table(modality, PROFILES[profile])
    names = {variable.name: values(variable, rows) for variable in rows.variables}
    rng = random.Random(11)
    for _ in range(60):
        base = {name: _harmless(options, rng) for name, options in names.items()}
        for name in WORSE.keys() & names.keys():
            ranks = [BEST_FIRST.index(decide(rows, {**base, name: value})) for value in WORSE[name]]
            assert ranks == sorted(ranks), f"{name} worse, verdict better in {base}"
