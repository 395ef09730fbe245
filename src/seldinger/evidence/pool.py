"""Pooling by definition: what matches is pooled once per study and cohort, the rest is listed with the reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from seldinger import stats
from seldinger.evidence.outcomes import SCOPE_SAYS, SCOPES, Count, OutcomeKey, counts, definition_of, whole
from seldinger.evidence.studies import Study, modalities

PREFERENCE = ("primary", "abstract", "review", "secondary")  # which source of one study prevails
HALVED = "only some arms of the study can be counted: one in and another out is no study"
TREATMENT = {
    "tae": "TAE",
    "ctace": "cTACE",
    "tace": "TACE of unstated kind",
    "deb_tace": "DEB-TACE",
    "y90_glass": "Y-90 glass",
    "y90_resin": "Y-90 resin",
    "y90": "Y-90 of unstated device",
    "other": "another treatment",
}
READ_IN = {"primary": "the study", "abstract": "its abstract", "review": "a review", "secondary": "a secondary page"}
METHODS = ("GLMM", "REML", "DL", "PM", "ML", "HE", "SJ", "HS", "EB", "FE")


class MixedDefinitions(ValueError):
    """Rows that may not be pooled together; names each field that differs and the rows on each side."""

    def __init__(self, differing: dict[str, dict[str, list[str]]]) -> None:
        sides = (
            f"{name}: " + " against ".join(f"{value} ({', '.join(rows)})" for value, rows in values.items())
            for name, values in differing.items()
        )
        super().__init__("rows do not share one definition; " + "; ".join(sides))
        self.fields = tuple(differing)
        self.differing = differing


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """Which sources count; the name is printed with every number that rests on it."""

    name: str
    levels: frozenset[str]
    overlap_once: bool = True
    skip: frozenset[str] = frozenset()


REVIEWS = Policy(name="the two reviews", levels=frozenset({"review"}))
EXTENDED = Policy(name="the reviews and abstracts read beside them", levels=frozenset(PREFERENCE))


@dataclass(frozen=True, kw_only=True, slots=True)
class Pool:
    """One pooled outcome: rows used, rows with several readings, rows left out and why, and the fit."""

    key: OutcomeKey
    policy: Policy
    used: tuple[Count, ...]
    ambiguous: tuple[Count, ...]
    left_out: tuple[tuple[str, str], ...]
    fit: stats.Fit | None

    @property
    def k(self) -> int:
        """Return the number of studies pooled."""
        return len(self.used)

    @property
    def events(self) -> int:
        """Return the events of all pooled rows."""
        return sum(count.low for count in self.used)

    @property
    def n(self) -> int:
        """Return the patients (or procedures) of all pooled rows."""
        return sum(count.n for count in self.used)

    def envelope(self) -> tuple[float, float] | None:
        """Return the plain shares with every unclear row at its least and at its most; None without such rows."""
        if not self.ambiguous:
            return None
        rows = (*self.used, *self.ambiguous)
        n = sum(count.n for count in rows)
        return sum(count.low for count in rows) / n, sum(count.high for count in rows) / n


def pool(
    studies: Sequence[Study], key: OutcomeKey, *, method: str = "GLMM", policy: Policy = EXTENDED, test: str = "z"
) -> Pool:
    """Return the pooled outcome of all rows that match the definition, and the list of those that do not.

    Silent studies, percents without a group, survival percents and members of an overlap group beyond the largest are
    left out and listed. A row that admits several counts is kept apart in `ambiguous`.
    """
    used, ambiguous, left = select(gather(studies, key), key, policy)
    return Pool(
        key=key,
        policy=policy,
        used=used,
        ambiguous=ambiguous,
        left_out=left,
        fit=fit_counts(used, method=method, test=test) if used else None,
    )


def pool_rows(rows: Sequence[Count], *, method: str = "GLMM", test: str = "z") -> stats.Fit:
    """Return the fit of rows chosen by hand; raises MixedDefinitions when they do not share one definition."""
    if not rows:
        raise ValueError("no rows to pool; choose at least one")
    differing = differences(rows)
    if differing:
        raise MixedDefinitions(differing)
    return fit_counts(rows, method=method, test=test)


def differences(rows: Iterable[Count]) -> dict[str, dict[str, list[str]]]:
    """Return each definition field on which rows differ, with the rows on each side; cohorts may stand once only."""
    rows = tuple(rows)
    found: dict[str, dict[str, list[str]]] = {}
    for name in definition_of(rows[0]) if rows else ():
        sides: dict[str, list[str]] = {}
        for row in rows:
            sides.setdefault(str(definition_of(row)[name]), []).append(row.id)
        if len(sides) > 1:
            found[name] = sides
    for name in ("study", "overlap_group"):
        twice: dict[str, list[str]] = {}
        for row in rows:
            if getattr(row, name) is not None:
                twice.setdefault(f"{getattr(row, name)} twice", []).append(row.id)
        again = {value: ids for value, ids in twice.items() if len(ids) > 1}
        if again:
            found[name] = again
    kinds = {row.kind for row in rows}
    if len(kinds) > 1:
        found["kind"] = {kind: [row.id for row in rows if row.kind == kind] for kind in sorted(kinds)}
    return found


def fit_counts(rows: Sequence[Count], *, method: str = "GLMM", test: str = "z") -> stats.Fit:
    """Return the fit of counts that are already known to match."""
    events, n = [row.low for row in rows], [row.n for row in rows]
    labels = [row.study for row in rows]
    if method.upper() == "GLMM":
        return stats.fit_binomial_normal(events, n, labels=labels, test="t" if test == "t" else "z")
    if method.upper() not in METHODS:
        raise ValueError(f"method {method!r} is not known; use one of {', '.join(METHODS)}")
    effects = stats.proportions(events, n, measure="PLO", labels=labels)
    return stats.fit_normal(effects, method=method.upper(), test="knha" if test == "knha" else "z")


Selected = tuple[tuple[Count, ...], tuple[Count, ...], tuple[tuple[str, str], ...]]


Gathered = tuple[tuple[Study, list[Count], list[tuple[str, str, str]]], ...]


def gather(studies: Sequence[Study], key: OutcomeKey) -> Gathered:
    """Return what each series has for an outcome, before scope and policy; reviews and meta-analyses never enter."""
    return tuple((s, *counts(s, key)) for s in studies if s.kind == "series" and _speaks(s, key))


def _speaks(study: Study, key: OutcomeKey) -> bool:
    return any(row.outcome == key.outcome for row in study.rows)


def select(gathered: Gathered, key: OutcomeKey, policy: Policy) -> Selected:
    """Return rows to pool, rows with several readings, and (row, reason) for everything of this outcome left out."""
    left: list[tuple[str, str]] = []
    chosen: list[Count] = []
    for study, found, unusable in gathered:
        left += [(row, why) for row, arm, why in unusable if modalities(study.arm(arm)) & SCOPES[key.scope]]
        matching = []
        for count in found:
            if not count.modalities & SCOPES[key.scope]:
                continue  # another treatment altogether
            why = mismatch(count, key, policy)
            if why:
                left.append((f"{count.study}/{count.rows[0]}", why))
            else:
                matching.append(count)
        best, others = _one([c for c in whole(study, matching) if not _halved(study, c, key)], key)
        left += [(c.id, HALVED) for c in whole(study, matching) if _halved(study, c, key)]
        chosen += best
        left += others
    chosen, overlapping = _once_per_cohort(chosen, policy)
    left += overlapping
    ambiguous = tuple(count for count in chosen if not count.exact)
    left += [(c.id, f"several counts fit the print: {c.low} to {c.high} of {c.n}") for c in ambiguous]
    return tuple(c for c in chosen if c.exact), ambiguous, tuple(sorted(set(left)))


def _halved(study: Study, count: Count, key: OutcomeKey) -> bool:
    """Return whether sister arms that belong to the same scope are missing from a count."""
    parent = study.arm(count.arms[0]).part_of
    sisters = [a.id for a in study.arms if parent and a.part_of == parent and not a.setting]
    sisters = [name for name in sisters if modalities(study.arm(name)) <= SCOPES[key.scope]]
    return not set(sisters) <= set(count.arms)


def mismatch(count: Count, key: OutcomeKey, policy: Policy) -> str | None:
    """Return why a count does not belong to a definition, naming the fields; None when it does."""
    checks = (
        ("counted per", count.unit, (key.unit,)),
        ("window", count.window, key.windows),
        ("criterion", count.criterion, key.criteria if count.criterion else ()),
        ("cause", count.cause or "unstated", key.causes or ("unstated",)),
        ("grade", count.grade or "", key.grades or ("",)),
        ("event", count.event or "", key.events),
    )
    differing = [
        f"{name} {seen or 'not stated'}, wanted {_either(want)}"
        for name, seen, want in checks
        if want and seen not in want
    ]
    if not count.modalities <= SCOPES[key.scope]:
        treated = " and ".join(TREATMENT[m] for m in sorted(count.modalities))
        differing.append(f"treated by {treated}, wanted {SCOPE_SAYS[key.scope]}")
    if count.setting:
        differing.append(f"patients set apart: {count.setting}")
    if not count.neuroendocrine:
        differing.append("not only neuroendocrine tumours")
    if count.level not in policy.levels or count.study in policy.skip:
        differing.append(f"read in {READ_IN[count.level]}, outside {policy.name}")
    return "; ".join(differing) or None


def _either(wanted: Sequence[str]) -> str:
    return " or ".join(one or "not stated" for one in wanted)


def _one(found: list[Count], key: OutcomeKey) -> tuple[list[Count], list[tuple[str, str]]]:
    if len(found) < 2:
        return found, []

    def rank(count: Count) -> tuple[int, int, int, str]:
        marker = key.markers.index(count.marker or "") if (count.marker or "") in key.markers else len(key.markers)
        return PREFERENCE.index(count.level), marker, -count.n, count.rows[0]

    first, *rest = sorted(found, key=rank)
    return [first], [
        (f"{c.study}/{c.rows[0]}", f"another cell of the same study was taken: {first.rows[0]}") for c in rest
    ]


def _once_per_cohort(rows: list[Count], policy: Policy) -> tuple[list[Count], list[tuple[str, str]]]:
    if not policy.overlap_once:
        return rows, []
    best: dict[str, Count] = {}
    for row in rows:
        group = row.overlap_group
        if group and (group not in best or (row.exact, row.n) > (best[group].exact, best[group].n)):
            best[group] = row
    kept = [row for row in rows if row.overlap_group is None or best[row.overlap_group] is row]
    dropped = [row for row in rows if row not in kept]
    why = "patients may be those of {}: one member of an overlap group"
    return kept, [(row.id, why.format(best[row.overlap_group or ""].study)) for row in dropped]
