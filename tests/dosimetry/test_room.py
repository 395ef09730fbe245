"""The room as others meet it: what it exports, what it loads, and that its page says what happens."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import seldinger.dosimetry as room

PAGE = Path(__file__).parents[2] / "docs/dosimetry.md"


def test_every_public_name_exists_and_shadows_no_file_of_the_room() -> None:
    files = {path.stem for path in Path(room.__file__).parent.glob("*.py")}
    for name in room.__all__:
        assert hasattr(room, name)
        assert name not in files


def test_import_loads_no_heavy_library() -> None:
    code = "import sys, seldinger.dosimetry; print([m for m in ('numpy', 'scipy', 'polars') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_example_of_the_page_gives_the_figures_it_prints() -> None:
    block = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[1]
    names: dict[str, object] = {}
    exec(block, names)
    told = dict(re.findall(r"^(plan\.\S+(?:\(.*?\))?)\s+# (.*)$", block, re.MULTILINE))
    assert len(told) == 4
    for expression, comment in told.items():
        value = eval(expression, names)
        if isinstance(value, str):
            assert comment == f'"{value}"'
        else:
            printed = re.match(r"[\d.]+", comment)[0]
            digits = len(printed.partition(".")[2])
            assert f"{value:.{digits}f}" == printed


def test_results_turn_into_json() -> None:
    tumour = room.Part(name="t", role="tumour", kg=0.2, uptake=room.ConcentrationRatio(value=3.0))
    normal = room.Part(name="n", role="normal", kg=1.0)
    shunt = room.LungShunt(fraction=0.04, method="planar", low=0.03, high=0.05)
    split = room.Split(parts=(tumour, normal), shunt=shunt, product="glass")
    plan = room.activity_for(split.dose_per_gbq(), room.lung_limits(), given=())
    spread = room.propagate(split, room.gbq(1), limits=room.lung_limits()[:1], draws=1000)
    for each in (plan, plan.doses, spread, room.cut_offs("glass"), plan.checks[0]):
        told = json.loads(json.dumps(each.as_json(), allow_nan=False))
        assert told == each.as_json()
    assert spread.as_json()["spreads"][0]["gy"] == pytest.approx(89.406)
