"""What the room offers: sorted, complete, and light to import."""

import subprocess
import sys

import seldinger.patient as room


def test_the_public_names_are_sorted_and_there() -> None:
    assert list(room.__all__) == sorted(room.__all__)
    assert all(hasattr(room, name) for name in room.__all__)


def test_importing_the_room_loads_nothing_heavy() -> None:
    heavy = "{'numpy', 'scipy', 'polars', 'typst', 'fastapi', 'pydantic'}"
    said = f"import sys, seldinger.patient; print(sorted({heavy} & set(sys.modules)))"
    assert (
        subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )
