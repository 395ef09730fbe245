"""Citation keys and thresholds: each that is used exists, each that exists is used."""

import ast
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tools.tree import PACKAGE, knowledge_files, modules, values, words

_CITING_CALLS = {"cite", "reference", "short_name"}  # seldinger.cite: the first argument is a citation key
_CITING_NAMES = {"via"}  # `key` only counts beside `at`: other tables may have a key of their own


def known_references(root: Path) -> dict[str, Path]:
    """Return each citation key with the file that holds it."""
    files = sorted((root / PACKAGE / "knowledge" / "references").glob("*.json"))
    return {item["id"]: file.relative_to(root) for file in files for item in json.loads(file.read_text("utf-8"))}


def known_thresholds(root: Path) -> dict[str, Path]:
    """Return each threshold id with the file that holds it."""
    files = sorted((root / PACKAGE / "knowledge" / "thresholds").glob("*.toml"))
    return {
        f"{file.stem}.{name}": file.relative_to(root)
        for file in files
        for name in tomllib.loads(file.read_text("utf-8"))
    }


def cited(root: Path) -> Iterator[tuple[str, Path, int]]:
    """Yield each citation key that is used, with file and line (0 in a data file)."""
    for path, data in knowledge_files(root):
        own = [data["key"]] if path.parent.name == "studies" and "key" in data else []  # the study is a work itself
        for key in (*own, *_cited_in_data(data)):
            yield key, path, 0
    for path, tree in modules(root):
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            for argument in _key_arguments(call):
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value, path, call.lineno


def _cited_in_data(data: object) -> Iterator[str]:
    if isinstance(data, dict):
        if "at" in data and isinstance(data.get("key"), str):
            yield data["key"]
        for name, each in data.items():
            if name in _CITING_NAMES and isinstance(each, str):
                yield each
            yield from _cited_in_data(each)
    elif isinstance(data, list):
        for each in data:
            yield from _cited_in_data(each)


def _key_arguments(call: ast.Call) -> list[ast.expr]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name not in _CITING_CALLS:
        return []
    return call.args[:1] + [word.value for word in call.keywords if word.arg in {"key", "via"}]


def dangling_citations(root: Path) -> list[str]:
    """Return a line for each citation whose key is in no reference file."""
    known = known_references(root)
    return [
        f"{path}:{line}: citation key {key!r} is in no file of knowledge/references; add the work or mend the key"
        for key, path, line in cited(root)
        if key not in known
    ]


def idle_references(root: Path) -> list[str]:
    """Return a line for each reference that no knowledge file and no module names."""
    named = _named(root)
    return [
        f"{path}: nothing rests on reference {key!r}; cite it or remove it"
        for key, path in known_references(root).items()
        if key not in named
    ]


def idle_thresholds(root: Path) -> list[str]:
    """Return a line for each threshold that nothing names, by its id or as part of its whole file ("liver.")."""
    named = _named(root)
    return [
        f"{path}: nothing uses threshold {name!r}; use it or remove it"
        for name, path in known_thresholds(root).items()
        if name not in named and f"{name.split('.')[0]}." not in named
    ]


def missing_thresholds(root: Path) -> list[str]:
    """Return a line for each call `threshold("…")` whose id is in no threshold file."""
    known = known_thresholds(root)
    return [
        f"{path}:{call.lineno}: threshold {name!r} is in no file of knowledge/thresholds"
        for path, tree in modules(root)
        for call in ast.walk(tree)
        for name in _threshold_argument(call)
        if name not in known
    ]


def _threshold_argument(node: ast.AST) -> list[str]:
    if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
        return []
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return [node.args[0].value] if name == "threshold" and isinstance(node.args[0].value, str) else []


def _named(root: Path) -> set[str]:
    in_code = (words(tree) for _, tree in modules(root))
    in_data = ({text for _, text in values(data)} for _, data in knowledge_files(root))
    return set().union(*in_code, *in_data)
