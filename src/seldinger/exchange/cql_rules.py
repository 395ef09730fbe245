"""Every rule and every table as one CQL library, so that another engine can run and check them.

Each `rule …` carries its sentence and its sources as comments. Where a table's answer is a set, CQL gives the set that
its own three-valued logic leaves possible.
"""

from collections.abc import Iterator

from seldinger.cite import knowledge_hash, short_name
from seldinger.logic import Condition, Table, cql_library
from seldinger.selection import PROFILES, Profile, Rule
from seldinger.selection.modalities import EVERY_RULE
from seldinger.selection.profiles import page, silent, table
from seldinger.terms import DISCLAIMER, Modality

LIBRARY = "Seldinger"
HASH_SHOWN = 12


def rule_tables() -> tuple[Table, ...]:
    """Return the table of each modality under each built-in profile, without those in which a profile is silent."""
    return tuple(table(modality, profile) for modality, profile in _speaking())


def _speaking() -> Iterator[tuple[Modality, Profile]]:
    for profile in PROFILES.values():
        yield from ((modality, profile) for modality in Modality if not silent(modality, profile))


def every_rule() -> dict[str, Rule]:
    """Return every rule by id, those that a profile adds included."""
    added = (rule for modality, profile in _speaking() for rule in page(modality, profile))
    return {rule.id: rule for rule in (*EVERY_RULE, *added)}


def rules_cql() -> str:
    """Return the text of the CQL library of all rules and tables."""
    rules = every_rule()
    conditions: dict[str, Condition] = {name: rule.when for name, rule in rules.items()}
    text = cql_library(
        rule_tables(),
        library=LIBRARY,
        version=version(),
        comments={name: _comment(rule) for name, rule in rules.items()},
        also=conditions,
    )
    return "".join(f"// {line}\n" for line in _head()) + "\n" + text


def version() -> str:
    """Return the version of the rules: the beginning of the hash of the knowledge they rest on."""
    return f"1.{knowledge_hash()[:HASH_SHOWN]}"


def _head() -> Iterator[str]:
    yield DISCLAIMER
    for profile in PROFILES.values():
        quiet = [modality.label for modality in Modality if silent(modality, profile)]
        yield f"{profile.name}: {profile.title}" + (f"; says nothing of {', '.join(quiet)}" if quiet else "")


def _comment(rule: Rule) -> str:
    """Return sentence, kind and sources of a rule, one line each."""
    lines = [rule.sentence, f"Kind: {rule.kind}; while open: {rule.condition_words}"]
    for source in rule.sources:
        cites, treatments = source.cites, ", ".join(modality.label for modality in source.modalities)
        statement = f", statement {cites.statement}" if cites.statement else ""
        strength = f", {cites.strength}" if cites.strength else ""
        lines.append(f"{short_name(cites.key)}, {cites.at}{statement}{strength} ({treatments}; {source.basis})")
    return "\n".join(" ".join(line.split()) for line in lines)
