"""What is known of a variable on a day: value, age, not done, refused, nobody looked."""

from datetime import date, timedelta

import pytest

from tests.patient.charts import AS_OF, record

DAY = timedelta(days=1)


def test_the_latest_fact_on_or_before_the_day_counts() -> None:
    facts = [
        {"value": 1.1, "unit": "mg/dL", "date": date(2026, 10, 20)},
        {"value": 1.9, "unit": "mg/dL", "date": date(2026, 10, 10)},
    ]
    chart = record(labs__bilirubin=facts)
    assert chart.reading("labs.bilirubin", AS_OF).value == 1.1
    assert chart.reading("labs.bilirubin", date(2026, 10, 20)).value == 1.1
    assert chart.reading("labs.bilirubin", date(2026, 10, 19)).value == 1.9
    assert [fact.value for fact in chart.series("labs.bilirubin", AS_OF)] == [1.9, 1.1]
    assert [fact.value for fact in chart.series("labs.bilirubin", date(2026, 10, 12))] == [1.9]


def test_of_two_on_one_day_the_last_listed_counts() -> None:
    on = date(2026, 10, 20)
    chart = record(labs__inr=[{"value": 1.4, "date": on}, {"value": 1.2, "date": on}])
    assert chart.reading("labs.inr", AS_OF).value == 1.2


def test_the_limit_of_age_is_reached_on_the_last_day_and_passed_on_the_next() -> None:
    on = date(2026, 10, 1)
    chart = record(labs__bilirubin={"value": 1.1, "unit": "mg/dL", "date": on})
    assert chart.reading("labs.bilirubin", on + 30 * DAY).known
    stale = chart.reading("labs.bilirubin", on + 31 * DAY)
    assert stale.value is None
    assert stale.fact is not None
    assert stale.unknown == "Serum bilirubin of 1 Oct 2026 is 31 days old, limit 30 d (house default)"


def test_a_fact_without_a_date_counts_as_of_the_charts_day() -> None:
    chart = record(labs__inr=1.0)
    (fact,) = chart.series("labs.inr", AS_OF)
    assert (fact.date, fact.dated) == (AS_OF, False)
    assert chart.reading("labs.inr", AS_OF).value == 1.0
    assert chart.reading("labs.inr", AS_OF - DAY).unknown == "nothing recorded by 1 Nov 2026; first entry 2 Nov 2026"


@pytest.mark.parametrize(
    ("fact", "reason"),
    [
        ({"not_done": True, "why": "mapping planned 12 Nov"}, "not done: mapping planned 12 Nov"),
        ({"not_done": True}, "not done"),
        ({"refused": True}, "refused"),
    ],
)
def test_not_done_and_refused_are_unknown_with_their_reason(fact: dict, reason: str) -> None:
    reading = record(shunt__lung_shunt_fraction=fact).reading("shunt.lung_shunt_fraction", AS_OF)
    assert (reading.value, reading.unknown) == (None, reason)


def test_not_done_later_does_not_undo_a_finding_that_still_counts_but_explains_one_that_does_not() -> None:
    facts = [
        {"value": 0.05, "date": date(2026, 9, 20)},
        {"not_done": True, "why": "scanner down", "date": date(2026, 10, 20)},
    ]
    chart = record(shunt__lung_shunt_fraction=facts)
    assert chart.reading("shunt.lung_shunt_fraction", date(2026, 10, 21)).value == 0.05
    assert chart.reading("shunt.lung_shunt_fraction", date(2026, 12, 1)).unknown == "not done: scanner down"


def test_left_out_means_nobody_looked_and_absent_is_a_value() -> None:
    chart = record(syndrome__carcinoid=False)
    assert chart.reading("syndrome.carcinoid", AS_OF).value is False
    assert chart.reading("syndrome.functioning", AS_OF).unknown == "nobody looked"


def test_history_does_not_age() -> None:
    assert record(history__prrt=True).reading("history.prrt", date(2040, 1, 1)).value is True


def test_an_unknown_variable_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError, match="did you mean"):
        record().reading("labs.bilirubine", AS_OF)
