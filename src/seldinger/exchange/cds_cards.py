"""The cards of a CDS Hooks response: short, cited, never critical, and without anything that a chart wrote as free text."""

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from seldinger.cite import reference, short_name
from seldinger.exchange.cds_prefetch import Prefetched
from seldinger.exchange.fhir_guidance import verdict_words
from seldinger.patient import variable
from seldinger.selection.answers import NOBODY_LOOKED
from seldinger.terms import DISCLAIMER, Group

MOST_SUMMARY = 139  # characters; the specification wants fewer than 140
MOST_ASKED = 12  # open questions that a card lists
NOT_VALIDATED = "Not clinically validated"
LABEL = "Seldinger: rules of two published reviews"
_STATES = ("not done", "refused")  # what follows them is free text of the chart
_ESCAPED = str.maketrans({each: f"\\{each}" for each in "\\`*_{}[]()<>#|~!"})

Json = dict[str, Any]


def incomplete(
    modalities: Mapping[str, Any],
    gates: Sequence[str],
    sent: Prefetched,
    unusable: Mapping[str, str],
    newer: Mapping[str, str],
    hook_instance: str,
) -> Json:
    """Return the card that says what is possible, and which open questions could change it, in the order worth asking.

    ``unusable`` says by variable why what was sent was not taken, ``newer`` the same where an older value decides.
    ``gates`` are the conditions of the scope that are still open: without them nothing that follows holds.
    """
    missing = _asked(modalities)
    groups = ", ".join(each for each in (f"{len(gates)} scope" if gates else "", _by_group(missing)) if each)
    summary = (
        f"Transarterial treatment: work-up incomplete. Open: {groups}" if missing or gates else _decided(modalities)
    )
    if newer:
        summary = (
            f"Transarterial treatment: newer values that cannot be used: {len(newer)}. {summary.partition(': ')[2]}"
        )
    lines = [
        *_verdicts(modalities),
        "",
        *_newer(newer),
        *_open(missing, sent, unusable),
        *_dissent(modalities),
        f"*{plain(DISCLAIMER)}*",
    ]
    return _card(
        summary, "\n".join(lines), "info", hook_instance, "incomplete", extension={"verdicts": _possible(modalities)}
    )


def barred(name: str, part: Mapping[str, Any], hook_instance: str) -> Json:
    """Return the card for an ordered treatment that every verdict still possible bars."""
    bars = part["bars"]
    summary = f"{NOT_VALIDATED}. {part['title']} ordered. {part['headline']['says']}"
    lines = [
        f"**{NOT_VALIDATED}: for testing only.**",
        "",
        f"**{part['title']}**: {verdict_words(part['possible'])}",
        "",
    ]
    lines += [f"- {plain(each['says'])} ({plain(_sources(each['cites']))}){_correctable(each)}" for each in bars] or [
        plain(part["headline"]["says"])
    ]
    rules = [each["rule"] for each in bars]
    detail = "\n".join([*lines, "", f"*{plain(DISCLAIMER)}*"])
    return _card(summary, detail, "warning", hook_instance, name, cites=bars, extension={"rules": rules})


def unreadable(why: Iterable[str], hook_instance: str) -> Json:
    """Return the card for a record that cannot be used, with the reasons; it repeats no value of the record."""
    summary = "Transarterial treatment: this record cannot be used as it stands"
    return _card(summary, "\n".join(f"- {plain(each)}" for each in why), "info", hook_instance, "unreadable")


def plain(text: str) -> str:
    """Return text that Markdown shows as it is written, on one line."""
    return " ".join(text.split()).translate(_ESCAPED)


def short(text: str, most: int = MOST_SUMMARY) -> str:
    """Return text of at most so many characters, cut at a word.

    >>> short("portal vein thrombosis", 14)
    'portal vein …'
    """
    if len(text) <= most:
        return text
    return text[: most - 2].rpartition(" ")[0] + " …"


def _card(
    summary: str, detail: str, indicator: str, instance: str, topic: str, *, cites: Any = (), extension: Any = None
) -> Json:
    first = cites[0]["cites"][0] if cites and cites[0]["cites"] else None
    card: Json = {
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:seldinger:card:{instance}:{topic}")),
        "summary": short(summary),
        "indicator": indicator,
        "source": {"label": LABEL} if first is None else _source(first),
        "detail": detail,
    }
    return card | ({"extension": {"seldinger": extension}} if extension else {})


def _source(cite: Mapping[str, Any]) -> Json:
    item = reference(cite["key"])
    label = {"label": f"{short_name(cite['key'])}, {cite['at']}"}
    return label | ({"url": f"https://doi.org/{item['DOI']}"} if item.get("DOI") else {})


def _possible(modalities: Mapping[str, Any]) -> Json:
    return {name: part["possible"] for name, part in modalities.items() if part["possible"]}


def _decided(modalities: Mapping[str, Any]) -> str:
    words = (f"{part['title']} {verdict_words(part['possible'])}" for part in modalities.values())
    return f"Transarterial treatment: {'; '.join(words)}"


def _verdicts(modalities: Mapping[str, Any]) -> Iterator[str]:
    for part in modalities.values():
        partly = " Rules cover it only in part." if part["coverage"] == "partial" else ""
        headline = plain(part["headline"]["says"])
        yield f"- **{part['title']}**: {verdict_words(part['possible'])}. {headline}{partly}"


def _asked(modalities: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the missing variables of all modalities, each once, in the order worth asking."""
    found: dict[str, Mapping[str, Any]] = {}
    for part in modalities.values():
        for each in part["missing"]:
            found.setdefault(each["variable"], each)
    return sorted(found.values(), key=lambda each: each["rank"])


def _by_group(missing: list[Mapping[str, Any]]) -> str:
    counts = {str(group): sum(each["group"] == group for each in missing) for group in Group}
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count)


def _open(missing: list[Mapping[str, Any]], sent: Prefetched, unusable: Mapping[str, str]) -> Iterator[str]:
    if not missing:
        return
    reasons = [_why(each, sent, unusable) for each in missing]
    usual = Counter(reasons).most_common(1)[0][0]
    yield f"Open, in the order worth asking ({plain(usual)}, unless said otherwise):"
    yield ""
    for number, (each, why) in enumerate(zip(missing[:MOST_ASKED], reasons, strict=False), start=1):
        unit = f" ({each['unit']})" if each["unit"] not in (None, "1") else ""
        yield f"{number}. {plain(each['title'] + unit)}; {plain(each['who'])}" + (
            f": {plain(why)}" if why != usual else ""
        )
    if len(missing) > MOST_ASKED:
        yield f"\nand {len(missing) - MOST_ASKED} more."
    yield ""


def _newer(newer: Mapping[str, str]) -> Iterator[str]:
    """Yield which values were sent that cannot be used while an older one decides."""
    if newer:
        yield "A newer value was sent that cannot be used; the answer rests on an older one:"
        yield ""
        yield from (f"- newer {plain(variable(key).title)}: {plain(why)}" for key, why in newer.items())
        yield ""


def _why(missing: Mapping[str, Any], sent: Prefetched, unusable: Mapping[str, str]) -> str:
    """Return why a variable is open: an answer that cannot be used, one too old, a state, or nothing in what was sent."""
    if (why := unusable.get(missing["variable"])) is not None:
        return f"a value was sent that cannot be used ({why})"
    said = missing["why"] or NOBODY_LOOKED
    if said == NOBODY_LOOKED:
        return sent.why(missing["variable"])
    return said.partition(":")[0] if said.startswith(_STATES) else said


def _dissent(modalities: Mapping[str, Any]) -> Iterator[str]:
    """Yield where one source bars and another does not, by topic."""
    differ: dict[str, None] = {}
    for part in modalities.values():
        stances: dict[str, set[str]] = {}
        for source in part["dissent"]:
            for topic in source["topics"]:
                stances.setdefault(topic["topic"], set()).add(topic["stance"])
        differ.update({topic: None for topic, said in stances.items() if len(said - {"silent"}) > 1})
    if differ:
        yield f"The sources differ on: {plain(', '.join(differ))}."
        yield ""


def _sources(cites: Iterable[Mapping[str, Any]]) -> str:
    return "; ".join(dict.fromkeys(f"{short_name(each['key'])}, {each['at']}" for each in cites))


def _correctable(bar: Mapping[str, Any]) -> str:
    return ", correctable" if bar["correctable"] else ""
