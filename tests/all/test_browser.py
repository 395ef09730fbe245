"""The page in Chromium: accessibility, keys alone, no script, 320 px, nothing from elsewhere; and the filmstrip of docs.

Oracles: axe for WCAG 2.2 AA, the browser's own policy and network for the rest. SELDINGER_PICTURES=docs/pictures renews
the filmstrip of the documentation; otherwise it is drawn into a folder of the test.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from seldinger.patient import examples
from tests.web.conftest import served  # noqa: F401  (a fixture)

NPM = Path(__file__).with_name("npm")
CHROMIUM = shutil.which("chromium")

pytestmark = pytest.mark.skipif(
    CHROMIUM is None or not (NPM / "node_modules/playwright-core").is_dir(),
    reason="./dev test all installs Chromium and npm",
)


@pytest.fixture(scope="module")
def seen(served, tmp_path_factory):  # noqa: F811
    """Return what one walk through the page saw."""
    name, _, value = served.headers["cookie"].partition("=")
    chosen = os.environ.get("SELDINGER_PICTURES")
    asked = {
        "base": served.base,
        "cookie": {"name": name, "value": value},
        "charts": [str(examples()[each]) for each in ("synthetic-midgut", "published-case-1", "out-of-scope")],
        "pictures": str(Path(chosen).resolve() if chosen else tmp_path_factory.mktemp("pictures")),
        "program": CHROMIUM,
    }
    done = subprocess.run(
        ["node", "browser.mjs"],
        cwd=NPM,
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        timeout=420,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return {**json.loads(done.stdout), "pictures": Path(asked["pictures"])}


def test_axe_finds_nothing(seen):
    assert len(seen["axe"]) == 20
    assert {name: found for name, found in seen["axe"].items() if found} == {}


def test_nothing_comes_from_elsewhere(seen):
    assert seen["foreign"] == []


def test_the_console_is_silent(seen):
    """A broken policy, a missing file or a fault of the script would speak here; our own 404 page is asked on purpose."""
    assert [line for line in seen["console"] if "/no-such-page" not in line and "422" not in line] == []
    assert seen["errors"] == []


def test_no_page_scrolls_sideways_at_320_px(seen):
    assert {name: width for name, width in seen["wide"].items() if width > 0} == {}


def test_the_answer_follows_the_keys(seen):
    live = seen["live"]
    assert "eligible" in live["before"]
    assert "contraindicated" in live["after"]
    assert live["loads"] == 0


def test_from_upload_to_pdf_by_keys_alone(seen):
    assert seen["skip"] == "Skip to the content"
    assert seen["keys"]["start"] == "%PDF-"
    assert seen["keys"]["name"] == "board-sheet.pdf"
    assert seen["keys"]["ring"] == "solid", "what has the focus can be seen"


def test_everything_works_without_a_script(seen):
    plain = seen["plain"]
    assert "Outside the scope" in plain["refused"]
    assert "contraindicated" in plain["turned"]
    assert "main occlusion" in plain["turned"]
    assert plain["sheet"] > 5000
    assert plain["start"] == "%PDF-"


def test_the_filmstrip(seen):
    strip = (seen["pictures"] / "filmstrip.png").read_bytes()
    assert strip.startswith(b"\x89PNG")
    width = int.from_bytes(strip[16:20], "big")
    assert width == 1500
    assert len(strip) > 100_000
