"""Break one thing at a time and ask whether a test notices: rules, limits, texts, and whatever stands behind a statement.

Every mutant runs in a forked process that has loaded only libraries, never the program: it changes one thing, then runs the
few tests that ought to notice. Nothing is written to disk. ``python -m tools.mutate [word]`` runs those whose name has the
word; the status is 1 when fewer than 95 of 100 were caught.
"""

import ast
import contextlib
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

WANTED = 0.95
CAUGHT, MISSED, BROKEN = 0, 1, 2  # what a child says of its mutant
WORKERS = 2
STEP = 0.005  # a limit is moved by half a percent, a count by one
RULE_TESTS = ("tests/spec/test_rules.py",)
PAGE_TESTS = ("tests/house/test_audit.py", "tests/spec/test_verdicts.py", "tests/selection/test_texts.py")
TEXT_TESTS = ("tests/house/test_audit.py", "tests/selection/test_texts.py")
AUDIT_TESTS = ("tests/house/test_audit.py",)
LIMITS = "tests/published/test_limits.py"
OF_FILE = {
    "liver": RULE_TESTS,
    "fitness": (*RULE_TESTS, "tests/selection/test_judgements.py"),
    "shunts": ("tests/selection/test_judgements.py",),
    "grading": ("tests/selection/test_grading.py",),
    "scope": ("tests/selection/test_scope.py",),
    "response": (LIMITS, "tests/spec/test_response_spec.py", "tests/followup"),
    "toxicity": (LIMITS, "tests/spec/test_ctcae_spec.py", "tests/followup"),
    "followup": (LIMITS, "tests/followup", "tests/cases/test_followup_cases.py"),
    "planning": (LIMITS, "tests/planning/test_sessions.py", "tests/planning/test_prophylaxis.py"),
    "y90": (LIMITS, "tests/dosimetry/test_shunt.py"),
}


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """One change to the program, and the tests that ought to notice it."""

    kind: str
    name: str
    apply: Callable[[], None]
    tests: tuple[str, ...]


def mutants() -> Iterator[Mutant]:
    """Yield every mutant; only names are asked of the program here, in a child of its own."""
    (names,) = _asked("ask")
    for rule in names["rules"]:
        yield Mutant(kind="rule removed", name=rule, apply=lambda r=rule: _remove_rule(r), tests=PAGE_TESTS)
    for limit in names["thresholds"]:
        for sign in (1, -1):
            yield Mutant(
                kind="limit moved",
                name=f"{limit} {'up' if sign > 0 else 'down'}",
                apply=lambda key=limit, sign=sign: _move_limit(key, sign),
                tests=OF_FILE[limit.split(".")[0]],
            )
    for module, attribute, count in names["texts"]:
        for n in range(count):
            yield Mutant(
                kind="text removed",
                name=f"{module.rpartition('.')[2]} {n}",
                apply=lambda m=module, a=attribute, n=n: _remove_item(m, a, n),
                tests=TEXT_TESTS,
            )
    for word in names["definitions"]:
        yield Mutant(
            kind="definition removed", name=word, apply=lambda w=word: _remove_definition(w), tests=AUDIT_TESTS
        )
    for study in names["studies"]:
        yield Mutant(kind="study removed", name=study, apply=lambda s=study: _remove_study(s), tests=AUDIT_TESTS)


TEXTS = (
    ("seldinger.selection.hazards", "HAZARDS"),
    ("seldinger.selection.distinguishes", "DISTINGUISHES"),
    ("seldinger.selection.governance", "GOVERNANCE"),
    ("seldinger.selection.conflicts", "CONFLICTS"),
    ("seldinger.selection.workup", "CITES"),
    ("seldinger.selection.alternatives", "CITES"),
)


def _asked(function: str) -> list:
    """Return what a function of this file prints in a process of its own, line by line."""
    code = f"from tools.mutate import {function}; {function}()"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return [ast.literal_eval(line) for line in done.stdout.splitlines()]


def ask() -> None:
    """Print what there is to break."""
    from importlib import import_module

    from seldinger.audit import definitions, evidence
    from seldinger.cite import thresholds
    from seldinger.selection.modalities import EVERY_RULE

    by_statement = {
        study.key for study in evidence.library() if any(each.statement for each in study.rows + study.figures)
    }
    print(
        repr(
            {
                "rules": [rule.id for rule in EVERY_RULE],
                "thresholds": list(thresholds()),
                "texts": [(module, name, len(getattr(import_module(module), name))) for module, name in TEXTS],
                "definitions": [each.id for each in definitions()],
                "studies": sorted(by_statement),
            }
        )
    )


FLIPPED = {">=": "<", ">": "<=", "<": ">=", "<=": ">"}
MET = {">=": ">", ">": ">=", "<": "<=", "<=": "<"}  # whether the limit itself counts


def conditions() -> None:
    """Break each part of each rule's condition in turn and print whether the rule's own table notices."""
    from seldinger.logic import Compare, leaves_of
    from seldinger.selection.modalities import EVERY_RULE
    from tests.spec.spec import check
    from tests.spec.tables import SPECS

    for rule in EVERY_RULE:
        whole = rule.when
        check(rule.id, SPECS[rule.id])  # unchanged it passes, or nothing can be said
        for n, leaf in enumerate(leaves_of(whole)):
            changes = {"comparison flipped": None, "part dropped": None}
            if isinstance(leaf, Compare):
                changes = {
                    "comparison flipped": Compare(leaf.variable, FLIPPED[leaf.op], leaf.limit),
                    "limit included or not": Compare(leaf.variable, MET[leaf.op], leaf.limit),
                    "part dropped": None,
                }
            for how, new in changes.items():
                object.__setattr__(rule, "when", _replaced(whole, [n], new, how))
                try:
                    check(rule.id, SPECS[rule.id])
                    print(repr((how, f"{rule.id}, part {n}", False)))
                except AssertionError:
                    print(repr((how, f"{rule.id}, part {n}", True)))
        object.__setattr__(rule, "when", whole)


def _replaced(condition, left: list[int], new, how: str):  # type: ignore[no-untyped-def]
    """Return the condition with its n-th leaf changed: negated, dropped, or another comparison in its place."""
    from seldinger.logic import All, Any, Not

    if isinstance(condition, Not):
        return Not(_replaced(condition.of, left, new, how))
    if isinstance(condition, All | Any):
        parts = [_replaced(each, left, new, how) for each in condition.of]
        return type(condition)(tuple(each for each in parts if each is not None))
    left[0] -= 1
    if left[0] != -1:
        return condition
    if how == "part dropped":
        return _nothing(condition)
    return new if new is not None else Not(condition)


def _nothing(leaf):  # type: ignore[no-untyped-def]
    """Return the leaf as a condition that never holds: nobody looks any more."""
    return leaf & ~leaf


def _remove_rule(rule_id: str) -> None:
    from importlib import import_module

    for room in ("disease", "liver", "vessels", "shunts", "biliary", "fitness"):
        module = import_module(f"seldinger.selection.{room}")  # the rule stays on its pages, but no source speaks
        for rule in module.RULES:
            if rule.id == rule_id:
                object.__setattr__(rule, "sources", ())


def _move_limit(key: str, sign: int) -> None:
    from dataclasses import replace

    from seldinger import cite

    read = cite.read_threshold

    def moved(name, entry):  # type: ignore[no-untyped-def]
        found = read(name, entry)
        if name != key:
            return found
        step = (
            1 if float(found.value).is_integer() and found.unit in ("1", "d", "wk", "mo") else abs(found.value) * STEP
        )
        return replace(found, value=found.value + sign * (step or STEP))

    cite.read_threshold = moved


def _remove_item(module: str, attribute: str, place: int) -> None:
    from importlib import import_module

    room = import_module(module)
    items = getattr(room, attribute)
    if hasattr(items, "items"):
        setattr(room, attribute, {key: each for n, (key, each) in enumerate(items.items()) if n != place})
    else:
        setattr(room, attribute, tuple(each for n, each in enumerate(items) if n != place))


def _remove_definition(word: str) -> None:
    from seldinger.selection import definitions as room

    every = room.definitions()
    room.definitions.cache_clear()
    room.definitions = lambda: tuple(each for each in every if each.id != word)


def _remove_study(key: str) -> None:
    from seldinger import evidence

    every = evidence.library()
    evidence.library = lambda: tuple(each for each in every if each.key != key)


def run(mutant: Mutant) -> int:
    """Start a process that applies a mutant and runs its tests; return its number."""
    child = os.fork()
    if child:
        return child
    import pytest

    status = BROKEN
    with open(os.devnull, "w") as quiet, contextlib.suppress(Exception):
        os.dup2(quiet.fileno(), 1)
        os.dup2(quiet.fileno(), 2)
        mutant.apply()
        options = [
            "-x",
            "-q",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:xdist",
            "-W",
            "ignore::pytest.PytestAssertRewriteWarning",
        ]
        status = MISSED if pytest.main([*options, *mutant.tests]) == 0 else CAUGHT
    os._exit(status)


def finished(waiting: list[Mutant]) -> Iterator[tuple[Mutant, int]]:
    """Yield each mutant with what its process said, a few at a time."""
    running: dict[int, Mutant] = {}
    waiting = list(waiting)
    while waiting or running:
        while waiting and len(running) < WORKERS:
            mutant = waiting.pop()
            running[run(mutant)] = mutant
        child, status = os.wait()
        yield running.pop(child), os.waitstatus_to_exitcode(status)


def main(word: str = "") -> int:
    """Run every mutant whose kind or name has the word, print what got away and a table, and return the status."""
    for library in ("numpy", "pydantic", "pytest", "hypothesis", "polars", "typer", "jsonschema"):
        __import__(library)  # libraries once; the program itself is loaded after the change
    waiting = [each for each in mutants() if word in f"{each.kind} {each.name}"]
    files = sorted({test.split("::")[0] for mutant in waiting for test in mutant.tests})
    controls = [Mutant(kind="control", name=file, apply=lambda: None, tests=(file,)) for file in files]
    inline = [each for each in _asked("conditions") if word in f"{each[0]} {each[1]}"]
    total = Counter([each.kind for each in waiting] + [kind for kind, _, _ in inline])
    start = time.monotonic()
    if failing := [mutant.name for mutant, status in finished(controls) if status != MISSED]:
        print(f"these do not pass unchanged, so nothing can be said of the mutants: {', '.join(failing)}")
        return 1
    caught = Counter(kind for kind, _, noticed in inline if noticed)
    for kind, name, noticed in inline:
        if not noticed:
            print(f"not caught: {kind}: {name}")
    for mutant, status in finished(waiting):
        if status == CAUGHT:
            caught[mutant.kind] += 1
        else:
            print(f"{'not caught' if status == MISSED else 'not applied'}: {mutant.kind}: {mutant.name}", flush=True)
    for kind, count in total.items():
        print(f"{kind:24} {caught[kind]:4} of {count:4}")
    share = caught.total() / total.total()
    print(
        f"caught {caught.total()} of {total.total()} ({share:.1%}) in {time.monotonic() - start:.0f} s; wanted {WANTED:.0%}"
    )
    return 0 if share >= WANTED else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
