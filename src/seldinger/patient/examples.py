"""The example charts that ship with the package: three published cases, and synthetic ones."""

from collections.abc import Mapping
from importlib import resources
from pathlib import Path


def examples() -> Mapping[str, Path]:
    """Return the path of each example chart by its id, sorted; the same from a clone and from an installed package."""
    folder = Path(str(resources.files("seldinger"))) / "examples"
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}
