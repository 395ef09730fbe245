"""The template: every key once, and a chart as soon as the blanks are filled."""

import re
import tomllib

import pytest

from seldinger.patient import ChartError, read_record, template, variables
from seldinger.patient.course import TABLES
from seldinger.patient.words import members

LINE = re.compile(r"^# (\S+ = .*?)\s{1,}# ")


def test_unfilled_it_asks_for_what_must_be_there() -> None:
    with pytest.raises(ChartError) as error:
        read_record(tomllib.loads(template()), file="template.toml")
    assert [fault.path for fault in error.value.faults] == ["id", "as_of"]


def test_every_key_and_member_stands_in_it() -> None:
    text = template()
    for key in variables():
        section, _, name = key.partition(".")
        block = text.split(f"\n[{section}]\n")[1].split("\n[")[0]
        assert len(re.findall(rf"^# {re.escape(name)} = ", block, re.MULTILINE)) == 1, key
    for key, row in TABLES.items():
        for each in members(row):
            assert re.search(rf"\b{each.name} = ", text), (key, each.name)


def test_a_blank_that_was_forgotten_is_never_a_value() -> None:
    for line in template().splitlines():
        if found := LINE.match(line):
            with pytest.raises(ValueError, match=r"\S"):
                read_record(
                    tomllib.loads('schema = "seldinger/chart/1"\nid = "t"\nas_of = 2026-11-02\n' + found[1]), file="t"
                )


def test_filled_in_it_is_a_chart() -> None:
    filled = (
        template()
        .replace('# id = "…"', 'id = "t"')
        .replace("# as_of = …", "as_of = 2026-11-02")
        .replace(
            '# bilirubin = { value = …, unit = "…", date = … }',
            'bilirubin = { value = 1.1, unit = "mg/dL", date = 2026-10-02 }',
        )
        .replace("# carcinoid = …", "carcinoid = false")
    )
    read = read_record(tomllib.loads(filled), file="t.toml")
    assert list(read.facts) == ["syndrome.carcinoid", "labs.bilirubin"]
