"""The calendar as another program reads it: a reader of RFC 5545 written here, apart from the writer."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from seldinger.planning import Event, events, ics
from tests.planning.charts import TAE, chart, plans

STAMP = date(2026, 11, 2)


def read(text: str) -> list[dict[str, str]]:
    """Return the entries of a calendar, unfolded and unescaped."""
    assert text.endswith("\r\n")
    lines = text.replace("\r\n ", "").split("\r\n")
    found: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and name not in ("END", "BEGIN", ""):
            found[-1][name] = unescaped(value)
    return found


def unescaped(value: str) -> str:
    signs, out = iter(value), []
    for sign in signs:
        if sign == "\\":
            following = next(signs)
            out.append("\n" if following == "n" else following)
        else:
            out.append(sign)
    return "".join(out)


def test_a_session_is_a_whole_day_and_ends_the_day_after() -> None:
    entry = Event(first=date(2027, 3, 28), last=date(2027, 3, 28), title="TAE 1", says="right lobe; 525 mL")
    (seen,) = read(ics([entry], stamp=STAMP))
    assert seen["DTSTART;VALUE=DATE"] == "20270328"
    assert seen["DTEND;VALUE=DATE"] == "20270329"
    assert seen["STATUS"] == "TENTATIVE"
    assert seen["DESCRIPTION"] == "right lobe; 525 mL"


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\u2028\u2029\x85"), max_size=300))
def test_any_text_survives_and_no_line_is_longer_than_75_octets(words: str) -> None:
    text = ics([Event(first=STAMP, last=STAMP, title=words, says=words)], stamp=STAMP)
    (seen,) = read(text)
    assert seen["SUMMARY"] == words
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_a_second_import_replaces_the_first() -> None:
    first, second = (ics(events(plans(chart(), start=date(2026, 11, 9))[TAE]), stamp=STAMP) for _ in range(2))
    assert first == second or "UID" not in first
    uids = [entry["UID"] for entry in read(ics(events(plans(chart())[TAE], date(2026, 11, 9)), stamp=STAMP))]
    assert len(uids) == len(set(uids)) > 2


def test_sessions_and_dated_steps_stand_in_the_calendar() -> None:
    found = events(plans(chart({"biliary.state": "anastomosis"}))[TAE], date(2026, 12, 31))
    titles = {event.title: event for event in found}
    assert titles["TAE 1, right lobe"].first == date(2026, 12, 31)
    assert titles["TAE 2, left lobe"].first == date(2027, 1, 28)
    cover = titles["TAE 1, right lobe: abscess moxifloxacin"]
    assert (cover.first, cover.last) == (date(2026, 12, 28), date(2027, 1, 17))


def test_without_a_first_day_there_is_nothing_to_enter() -> None:
    assert events(plans(chart())[TAE]) == ()
