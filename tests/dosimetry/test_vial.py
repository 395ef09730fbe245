"""Vials and slots: fifteen worked dates, the window's edges, and everything that is not known.

Clock changes of 2026: United States forward 8 March 02:00, back 1 November 02:00; European Union forward 29 March 02:00
(01:00 UTC), back 25 October 03:00 (01:00 UTC); New South Wales back 5 April 03:00. Offsets: New York -5, summer -4;
Los Angeles -8; Berlin +1, summer +2; London 0; Kolkata +5:30; Sydney +10, summer +11.
"""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seldinger.dosimetry import (
    ConcentrationRatio,
    Doses,
    LungShunt,
    NotComputable,
    Part,
    Split,
    Vial,
    Window,
    calibrations,
    gbq,
    hours_between,
    mci,
    product,
    slots,
    spheres,
    weekly_vials,
    window,
)
from seldinger.dosimetry.nuclide import HALF_LIFE_64_2

WORKED = 5e-5  # GBq: the worked activities are given to four decimals
ROUNDING = 1e-9
NEW_YORK, LOS_ANGELES = ZoneInfo("America/New_York"), ZoneInfo("America/Los_Angeles")
BERLIN, LONDON = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/London")
KOLKATA, SYDNEY = ZoneInfo("Asia/Kolkata"), ZoneInfo("Australia/Sydney")


def at(zone: ZoneInfo, *when: int) -> datetime:
    return datetime(*when, tzinfo=zone)


DATES = [
    # 1 winter, two continents: Sun 11 Jan 12:00 -5 = 17:00Z; Tue 13 Jan 10:00 +1 = 09:00Z; 48 h - 8 h = 40 h
    #   3 * 2^(-40/64.1) = 3 * 0.64886 = 1.9466
    ("product", 3, at(NEW_YORK, 2026, 1, 11, 12), at(BERLIN, 2026, 1, 13, 10), 40.0, 1.9466),
    # 2 America changed that morning, Europe not yet: Sun 8 Mar 12:00 -4 = 16:00Z; Tue 10 Mar 10:00 +1 = 09:00Z; 41 h
    #   5 * 0.64188 = 3.2094 (with the winter offset of New York it would be 40 h)
    ("us-forward", 5, at(NEW_YORK, 2026, 3, 8, 12), at(BERLIN, 2026, 3, 10, 10), 41.0, 3.2094),
    # 3 second week, Europe changes between: Sun 22 Mar 12:00 -4 = 16:00Z; Mon 30 Mar 09:00 +2 = 07:00Z
    #   8 d - 9 h = 183 h; 20 * 0.13822 = 2.7645
    ("eu-forward-week2", 20, at(NEW_YORK, 2026, 3, 22, 12), at(BERLIN, 2026, 3, 30, 9), 183.0, 2.7645),
    # 4 a plain day in one zone: 29 Mar 12:00 +2 to 30 Mar 12:00 +2; 24 h; 7 * 0.77142 = 5.3999
    ("plain-day", 7, at(BERLIN, 2026, 3, 29, 12), at(BERLIN, 2026, 3, 30, 12), 24.0, 5.3999),
    # 5 the short day: 28 Mar 12:00 +1 = 11:00Z to 29 Mar 12:00 +2 = 10:00Z; 23 h; 7 * 0.77981 = 5.4586
    ("short-day", 7, at(BERLIN, 2026, 3, 28, 12), at(BERLIN, 2026, 3, 29, 12), 23.0, 5.4586),
    # 6 the long day: 24 Oct 12:00 +2 = 10:00Z to 25 Oct 12:00 +1 = 11:00Z; 25 h; 7 * 0.76312 = 5.3418
    ("long-day", 7, at(BERLIN, 2026, 10, 24, 12), at(BERLIN, 2026, 10, 25, 12), 25.0, 5.3418),
    # 7 Europe is back on winter time, America not: Sun 25 Oct 12:00 -4 = 16:00Z; Wed 28 Oct 09:00 +1 = 08:00Z; 64 h
    #   10 * 0.50054 = 5.0054
    ("between-changes", 10, at(NEW_YORK, 2026, 10, 25, 12), at(BERLIN, 2026, 10, 28, 9), 64.0, 5.0054),
    # 8 across America after its change: Sun 1 Nov 12:00 -5 = 17:00Z; Mon 2 Nov 08:00 -8 = 16:00Z; 23 h
    #   5 * 0.77981 = 3.8990 (local clocks read 20 h apart)
    ("coast-to-coast", 5, at(NEW_YORK, 2026, 11, 1, 12), at(LOS_ANGELES, 2026, 11, 2, 8), 23.0, 3.8990),
    # 9 America's long day: Sat 31 Oct 12:00 -4 = 16:00Z; Sun 1 Nov 12:00 -5 = 17:00Z; 25 h; 5 * 0.76312 = 3.8156
    ("us-back", 5, at(NEW_YORK, 2026, 10, 31, 12), at(NEW_YORK, 2026, 11, 1, 12), 25.0, 3.8156),
    # 10 the date line: Sun 5 Jul 12:00 -4 = 16:00Z; Mon 6 Jul 09:30 +10 = Sun 23:30Z; 7.5 h; 3 * 0.92210 = 2.7663
    ("sydney", 3, at(NEW_YORK, 2026, 7, 5, 12), at(SYDNEY, 2026, 7, 6, 9, 30), 7.5, 2.7663),
    # 11 half an hour: Sun 5 Jul 12:00 -4 = 16:00Z; Tue 7 Jul 11:30 +5:30 = 06:00Z; 48 h - 10 h = 38 h
    #   5 * 0.66304 = 3.3152
    ("kolkata", 5, at(NEW_YORK, 2026, 7, 5, 12), at(KOLKATA, 2026, 7, 7, 11, 30), 38.0, 3.3152),
    # 12 across midnight: 23:30 to 00:30 is one hour and not one day; 3 * 0.98924 = 2.9677
    ("midnight", 3, at(BERLIN, 2026, 1, 13, 23, 30), at(BERLIN, 2026, 1, 14, 0, 30), 1.0, 2.9677),
    # 13 given before calibration: Wed 18 Nov 18:00 -5 = 23:00Z; 10:00 +1 = 09:00Z; -14 h; 3 * 2^(14/64.1) = 3.4903
    ("before-calibration", 3, at(NEW_YORK, 2026, 11, 18, 18), at(BERLIN, 2026, 11, 18, 10), -14.0, 3.4903),
    # 14 across the year: Sun 27 Dec 12:00 -5 = 17:00Z; Mon 4 Jan 2027 11:00 0 = 11:00Z; 8 d - 6 h = 186 h
    #   15 * 0.13381 = 2.0072
    ("new-year", 15, at(NEW_YORK, 2026, 12, 27, 12), at(LONDON, 2027, 1, 4, 11), 186.0, 2.0072),
    # 15 the southern long day: Sat 4 Apr 12:00 +11 = 01:00Z; Sun 5 Apr 12:00 +10 = 02:00Z; 25 h; 3 * 0.76312 = 2.2894
    ("south-back", 3, at(SYDNEY, 2026, 4, 4, 12), at(SYDNEY, 2026, 4, 5, 12), 25.0, 2.2894),
]


@pytest.mark.parametrize(
    ("size", "calibrated", "treated", "hours", "left"), [d[1:] for d in DATES], ids=[d[0] for d in DATES]
)
def test_worked_dates(size: float, calibrated: datetime, treated: datetime, hours: float, left: float) -> None:
    vial = Vial(product=product("glass"), labelled=gbq(size), calibrated=calibrated)
    assert hours_between(calibrated, treated) == hours
    assert vial.at(treated).gbq == pytest.approx(left, abs=WORKED)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)), st.integers(-400, 400))
def test_elapsed_time_does_not_depend_on_the_zone_it_is_told_in(start: datetime, hours: int) -> None:
    begin = start.replace(tzinfo=UTC)
    end = begin + timedelta(hours=hours)
    there = end.astimezone(timezone(timedelta(hours=5, minutes=45)))
    assert hours_between(begin, there) == pytest.approx(hours)


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (datetime(2026, 3, 1, 12), "no time zone"),
        (at(BERLIN, 2026, 3, 29, 2, 30), "does not exist"),
        (at(NEW_YORK, 2026, 3, 8, 2, 30), "does not exist"),
        (at(BERLIN, 2026, 10, 25, 2, 30), "comes twice"),
        (at(NEW_YORK, 2026, 11, 1, 1, 30), "comes twice"),
    ],
)
def test_times_that_say_no_moment_are_refused(when: datetime, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        hours_between(datetime(2026, 1, 1, tzinfo=UTC), when)
    with pytest.raises(ValueError, match=words):
        Vial(product=product("glass"), labelled=gbq(3), calibrated=when)


def test_the_hour_that_comes_twice_is_told_by_its_offset() -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=timezone(timedelta(hours=2)))
    second = datetime(2026, 10, 25, 2, 30, tzinfo=timezone(timedelta(hours=1)))
    assert hours_between(first, second) == 1.0


def test_calibrations_follow_the_makers_clock_through_the_change() -> None:
    # Sundays 12:00 New York: 25 Oct is 16:00Z, 1 and 8 Nov are 17:00Z
    rule = product("glass").calibration
    found = calibrations(rule, first=datetime(2026, 10, 24, tzinfo=UTC), last=datetime(2026, 11, 9, tzinfo=UTC))
    assert [each.astimezone(UTC).isoformat() for each in found] == [
        "2026-10-25T16:00:00+00:00",
        "2026-11-01T17:00:00+00:00",
        "2026-11-08T17:00:00+00:00",
    ]
    edge = found[0]
    assert calibrations(rule, first=edge, last=edge) == (edge,)
    assert calibrations(rule, first=edge + timedelta(minutes=1), last=edge + timedelta(hours=1)) == ()


def glass(size: float) -> Vial:
    return Vial(product=product("glass"), labelled=gbq(size), calibrated=at(NEW_YORK, 2026, 11, 1, 12))


TUESDAY, WEDNESDAY = at(BERLIN, 2026, 11, 3, 10), at(BERLIN, 2026, 11, 4, 10)  # 40 h and 64 h after calibration


def test_slots_are_ranked_by_nearness_to_what_is_wanted() -> None:
    # after 40 h: 3 GBq hold 1.947, 5 hold 3.244, 7 hold 4.542; after 64 h: 1.502, 2.503, 3.504; wanted 3.3 +-15 %
    vials = [glass(size) for size in product("glass").vial_sizes.gbq]
    found = slots(vials, (TUESDAY, WEDNESDAY), window(gbq(3.3), minus=0.15, plus=0.15))
    told = [(each.vial.labelled.gbq, each.treated, round(each.at_treatment.gbq, 3)) for each in found]
    assert told == [(5.0, TUESDAY, 3.244), (7.0, WEDNESDAY, 3.504)]
    assert found[0].off_target == pytest.approx(3.2443 / 3.3 - 1, abs=1e-4)


@pytest.mark.parametrize(
    ("hours", "inside"),
    [
        # 5 GBq in a window of 2.7 to 3.3: entered at 64.1 log2(5/3.3) = 38.425 h, left at 64.1 log2(5/2.7) = 56.983 h
        (38.42, False),
        (38.43, True),
        (56.98, True),
        (56.99, False),
    ],
)
def test_each_edge_of_the_window(hours: float, inside: bool) -> None:
    when = glass(5).calibrated.astimezone(UTC) + timedelta(hours=hours)
    found = slots([glass(5)], [when], Window(low=gbq(2.7), wanted=gbq(3.0), high=gbq(3.3)))
    assert bool(found) is inside


@given(st.floats(1, 200), st.sampled_from((3, 5, 7, 10, 15, 20)))
def test_margins_lead_to_the_edges(hours: float, size: float) -> None:
    when = glass(size).calibrated.astimezone(UTC) + timedelta(hours=hours)
    held = glass(size).at(when)
    (slot,) = slots([glass(size)], [when], window(held, minus=0.1, plus=0.1))
    # 64.1 log2(1.1) = 8.81 h earlier and 64.1 log2(1/0.9) = 9.74 h later, whatever the vial
    assert slot.earlier_h == pytest.approx(8.814, abs=5e-4)
    assert slot.later_h == pytest.approx(9.743, abs=5e-4)
    late = glass(size).at(when + timedelta(hours=slot.later_h))
    assert late.gbq == pytest.approx(0.9 * held.gbq, rel=1e-6)


def test_a_vial_too_small_or_too_old_is_not_offered() -> None:
    wide = Window(low=gbq(0.01), wanted=gbq(0.5), high=gbq(30))
    calibrated = glass(20).calibrated.astimezone(UTC)
    assert slots([glass(3)], [TUESDAY], Window(low=gbq(2), wanted=gbq(3), high=gbq(4))) == ()
    assert len(slots([glass(20)], [calibrated + timedelta(days=12)], wide)) == 1
    assert slots([glass(20)], [calibrated + timedelta(days=12, minutes=1)], wide) == ()


def test_spheres_are_counted_at_the_time_of_treatment() -> None:
    # trap: a 3 GBq vial holds 1.2 million spheres whenever it is given; activity left over 2500 Bq forgets their decay
    (slot,) = slots([glass(3)], [TUESDAY], Window(low=gbq(1), wanted=gbq(2), high=gbq(3)))
    assert slot.spheres == pytest.approx(1.2e6, rel=ROUNDING)
    assert slot.at_treatment.bq / 2500 == pytest.approx(0.6489 * 1.2e6, rel=1e-4)
    # the same activity from an older, larger vial brings more spheres
    assert spheres(gbq(2), product("glass"), hours=192) > 7 * spheres(gbq(2), product("glass"), hours=0)


def per_gbq() -> Doses:
    parts = (
        Part(name="tumour", role="tumour", kg=0.2, uptake=ConcentrationRatio(value=3.0)),
        Part(name="normal", role="normal", kg=1.0),
    )
    shunt = LungShunt(fraction=0.04, method="spect_ct")
    return Split(parts=parts, shunt=shunt, lung_kg=1.0, untreated_kg=0.0, product="glass").dose_per_gbq()


def test_residual_is_taken_off_before_the_window_and_the_dose() -> None:
    # 5 GBq after 40 h hold 3.2443; less 10 % reach the patient: 2.9199 GBq, tumour 2.9199 * 89.406 = 261.06 Gy
    wanted = Window(low=gbq(2.8), wanted=gbq(3.0), high=gbq(3.1))
    assert slots([glass(5)], [TUESDAY], wanted) == ()  # the vial itself is too strong
    (slot,) = slots([glass(5)], [TUESDAY], wanted, residual=0.10, per_gbq=per_gbq())
    assert slot.delivered.gbq == pytest.approx(2.9199, abs=WORKED)
    assert slot.doses.of("tumour") == pytest.approx(261.06, abs=0.01)


def test_an_unknown_residual_leaves_delivered_and_dose_open() -> None:
    (slot,) = slots([glass(5)], [TUESDAY], window(gbq(3.2), minus=0.1, plus=0.1), per_gbq=per_gbq())
    assert isinstance(slot.delivered, NotComputable)
    assert isinstance(slot.doses, NotComputable)
    told = slot.as_json()
    assert (told["delivered_gbq"], told["doses"]) == (None, None)
    assert "Not clinically validated" in told["note"]
    assert told["treated"].endswith("+01:00")


def test_cautions_say_what_rests_on_nothing_read() -> None:
    early = Vial(product=product("glass"), labelled=gbq(4), calibrated=TUESDAY)
    (slot,) = slots([early], [TUESDAY - timedelta(hours=5)], window(gbq(4.2), minus=0.1, plus=0.1))
    text = " | ".join(slot.cautions)
    assert "before calibration" in text
    assert "4 GBq is not a printed size" in text
    assert "unverified" in text


def test_resin_has_no_printed_shelf_life_here() -> None:
    vial = Vial(product=product("resin"), labelled=gbq(3), calibrated=TUESDAY)
    (slot,) = slots([vial], [WEDNESDAY], window(gbq(2.3), minus=0.1, plus=0.1))
    assert any("no shelf life in the product record" in each for each in slot.cautions)


def test_resin_is_drawn_from_a_vial_that_holds_enough() -> None:
    """3 GBq at noon are 2.314 GBq 24 h later (2**(-24/64.1) = 0.7714): 1.3 GBq with 3 % left behind take 1.340 GBq of it.

    A sphere of 50 Bq then has 38.6 Bq, so 34.7 million spheres; what is wanted less 5 % is there until
    64.1 * log2(2.314 * 0.97 / 1.235) = 55.2 h later.
    """
    vial = Vial(product=product("resin"), labelled=gbq(3), calibrated=TUESDAY)
    (slot,) = slots(
        [vial], [TUESDAY + timedelta(hours=24)], window(gbq(1.3), minus=0.05, plus=0.05), residual=0.03, per_gbq=None
    )
    assert slot.at_treatment.gbq == pytest.approx(2.3142, abs=5e-4)
    assert slot.used.gbq == pytest.approx(1.3 / 0.97)
    assert slot.delivered.gbq == pytest.approx(1.3)
    assert slot.off_target == pytest.approx(0, abs=1e-12)
    assert slot.spheres == pytest.approx(1.3 / 0.97 * 1e9 / (50 * 2 ** (-24 / 64.1)))
    assert slot.later_h == pytest.approx(55.2, abs=0.1)
    assert slot.earlier_h is None
    exact = window(gbq(1.3), minus=0, plus=0)
    assert len(slots([vial], [TUESDAY + timedelta(hours=24)], exact, residual=0.0301)) == 1, (
        "no digit is lost on the way"
    )
    late = [TUESDAY + timedelta(hours=24 + slot.later_h + 0.1)]
    assert slots([vial], late, window(gbq(1.3), minus=0.05, plus=0.05), residual=0.03) == ()


@pytest.mark.parametrize(
    "call",
    [
        lambda: Window(low=gbq(2), wanted=gbq(1), high=gbq(3)),
        lambda: Window(low=gbq(0), wanted=gbq(1), high=gbq(3)),
        lambda: window(gbq(3), minus=10, plus=0.1),
        lambda: slots([glass(5)], [TUESDAY], window(gbq(3), minus=0.1, plus=0.1), residual=2),
    ],
)
def test_impossible_windows_are_refused(call) -> None:
    with pytest.raises(ValueError, match=r"window needs|fraction below 1"):
        call()


def test_millicurie_vials_are_the_same_vials() -> None:
    # 81 mCi on the insert is 3 GBq (2.997)
    vial = Vial(product=product("glass"), labelled=mci(81), calibrated=TUESDAY)
    assert vial.at(TUESDAY).gbq == pytest.approx(2.997)
    with pytest.raises(TypeError, match="needs its unit"):
        Vial(product=product("glass"), labelled=3.0, calibrated=TUESDAY)


def test_weekly_vials_carry_the_mark_of_their_rule() -> None:
    # two Sundays in the span, six sizes each
    first, last = datetime(2026, 10, 24, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC)
    vials = weekly_vials(product("glass"), first=first, last=last)
    assert len(vials) == 12
    found = slots(vials, [TUESDAY], window(gbq(3.2), minus=0.1, plus=0.1))
    # after 40 h the 5 GBq vial holds 3.244; of the week before, 9 d - 8 h + 1 h = 209 h, none: 20 GBq hold 2.087
    assert [(each.vial.labelled.gbq, each.elapsed_h) for each in found] == [(5.0, 40.0)]
    assert any("weekly rule that is unverified" in each for each in found[0].cautions)
    assert found[0].as_json()["product_statuses"]["calibration"] == "unverified"
    assert isinstance(weekly_vials(product("resin"), first=first, last=last), NotComputable)


def test_slots_carry_their_half_life_and_sources() -> None:
    (slot,) = slots([glass(5)], [TUESDAY], window(gbq(3.2), minus=0.1, plus=0.1))
    basis = slot.as_json()["basis"]
    assert (basis["half_life_h"], basis["product"], basis["method"]) == (64.1, "glass", "decay from calibration")
    assert basis["cites"]
    assert "calibration" not in slot.statuses  # the time was given, no rule went in


def test_doses_of_another_product_or_half_life_are_refused() -> None:
    resin = Vial(product=product("resin"), labelled=gbq(3), calibrated=TUESDAY)
    wanted = window(gbq(3.0), minus=0.1, plus=0.1)
    with pytest.raises(ValueError, match="the vial is resin"):
        slots([resin], [TUESDAY], wanted, per_gbq=per_gbq())
    with pytest.raises(ValueError, match="half-life"):
        slots([glass(3)], [TUESDAY], wanted, per_gbq=per_gbq(), half_life=HALF_LIFE_64_2)


def test_a_window_may_be_open_to_one_side_only() -> None:
    # wanted is also the least, or also the most, that is acceptable
    assert Window(low=gbq(2), wanted=gbq(2), high=gbq(3)).low == gbq(2)
    assert Window(low=gbq(2), wanted=gbq(3), high=gbq(3)).high == gbq(3)
