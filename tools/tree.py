"""The source tree as the checks see it: files, syntax trees, the words and knowledge keys written in them."""

import ast
import json
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = Path("src/seldinger")


def tracked(root: Path) -> list[Path]:
    """Return the files that git keeps, relative to the root; outside a clone, every file not in a hidden folder."""
    asked = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=False)
    if asked.returncode == 0:
        named = [Path(name) for name in asked.stdout.decode().split("\0") if name]
        return [path for path in named if (root / path).is_file()]
    every = (path.relative_to(root) for path in sorted(root.rglob("*")) if path.is_file())
    return [path for path in every if not any(part.startswith(".") for part in path.parts[:-1])]


def modules(root: Path, *rooms: str) -> Iterator[tuple[Path, ast.Module]]:
    """Yield each Python file of the package, or of the named rooms, with its syntax tree; path relative to the root."""
    for folder in [root / PACKAGE / room for room in rooms] or [root / PACKAGE]:
        for path in sorted(folder.rglob("*.py")):
            yield path.relative_to(root), ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def words(tree: ast.AST) -> set[str]:
    """Return every string constant of a syntax tree; the fixed parts of f-strings count too."""
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def knowledge_files(root: Path) -> Iterator[tuple[Path, Any]]:
    """Yield each TOML and JSON file of the knowledge folder with what it holds, the references themselves left out."""
    folder = root / PACKAGE / "knowledge"
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".toml":
            yield path.relative_to(root), tomllib.loads(path.read_text(encoding="utf-8"))
        elif path.suffix == ".json" and path.parent.name != "references":
            yield path.relative_to(root), json.loads(path.read_text(encoding="utf-8"))


def values(data: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text inside nested data with the name under which it stands (that of the list, inside a list)."""
    if isinstance(data, dict):
        for key, each in data.items():
            yield from values(each, key)
    elif isinstance(data, list):
        for each in data:
            yield from values(each, name)
    elif isinstance(data, str):
        yield name, data
