"""The software bill of materials of what a hospital installs: CycloneDX 1.6 from the lock and the installed packages.

python -m tools.sbom > sbom.json: every distribution that the program and its extras need, with version, licence, the
hashes of the lock and what needs what. The same environment gives the same bytes: no clock, no random number.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from seldinger import __version__
from tools.tree import ROOT

EXTRAS = ("pdf", "web", "cohort")
_LOCKED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>[^ ;\\]+)", re.M)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def locked() -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the hashes of each distribution and version of the lock; some stand twice, for several Pythons."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    starts = list(_LOCKED.finditer(text))
    ends = [each.start() for each in starts[1:]] + [len(text)]
    return {
        (canonicalize_name(each["name"]), each["version"]): tuple(sorted(_HASH.findall(text[each.start() : end])))
        for each, end in zip(starts, ends, strict=True)
    }


def needed(name: str, extras: Iterable[str] = ()) -> Iterator[Requirement]:
    """Yield what an installed distribution needs here, with some of its extras."""
    environments = [{"extra": extra} for extra in ("", *extras)]
    for line in declared(extras) if name == "seldinger" else found(name).requires or ():
        asked = Requirement(line)
        if asked.marker is None or any(asked.marker.evaluate(each) for each in environments):
            yield asked


def declared(extras: Iterable[str]) -> list[str]:
    """Return what the program itself asks for, as pyproject.toml says it today."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [*project["dependencies"], *(each for extra in extras for each in project["optional-dependencies"][extra])]


def found(name: str) -> Distribution:
    """Return an installed distribution; raises SystemExit saying how to get one that is not."""
    try:
        return distribution(name)
    except PackageNotFoundError:
        raise SystemExit(f"sbom: {name} is not installed; ./dev test installs everything") from None


def graph() -> dict[str, list[str]]:
    """Return what needs what, from the program downwards; an extra that is asked for brings its own needs."""
    edges: dict[str, set[str]] = {}
    waiting: list[tuple[str, tuple[str, ...]]] = [("seldinger", EXTRAS)]
    seen: set[tuple[str, tuple[str, ...]]] = set()
    while waiting:
        name, extras = one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        asked = list(needed(name, extras))
        edges.setdefault(name, set()).update(canonicalize_name(each.name) for each in asked)
        waiting += [(canonicalize_name(each.name), tuple(sorted(each.extras))) for each in asked]
    return {name: sorted(edges[name]) for name in sorted(edges)}


def component(name: str, lock: dict[tuple[str, str], tuple[str, ...]]) -> dict[str, Any]:
    """Return one distribution as CycloneDX describes it."""
    version = found(name).version
    hashes = lock.get((name, version), ())
    entry: dict[str, Any] = {"type": "library", "bom-ref": reference(name), "name": name, "version": version}
    if licence := _licence(found(name)):
        entry["licenses"] = [licence]
    entry["purl"] = reference(name)
    if hashes:
        entry["properties"] = [{"name": "lock:sha256", "value": each} for each in hashes]
    return entry


def reference(name: str) -> str:
    """Return the address of a distribution in the bill."""
    return f"pkg:pypi/{name}@{__version__ if name == 'seldinger' else found(name).version}"


def _licence(one: Distribution) -> dict[str, Any] | None:
    said = one.metadata.get("License-Expression")
    if said:
        return {"expression": said}
    filed = [
        each.rpartition(" :: ")[2] for each in one.metadata.get_all("Classifier", []) if each.startswith("License")
    ]
    text = filed[0] if filed else (one.metadata.get("License") or "").splitlines()[:1]
    name = text if isinstance(text, str) else "".join(text)
    return {"license": {"name": name}} if name else None


def bill() -> dict[str, Any]:
    """Return the bill of materials."""
    edges, lock = graph(), locked()
    program = {"type": "application", "bom-ref": reference("seldinger"), "name": "seldinger", "version": __version__}
    program["licenses"] = [{"expression": "Apache-2.0"}]  # type: ignore[assignment]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": program},
        "components": [component(name, lock) for name in edges if name != "seldinger"],
        "dependencies": [
            {"ref": reference(name), "dependsOn": [reference(each) for each in edges[name]]} for name in edges
        ],
    }


if __name__ == "__main__":
    print(json.dumps(bill(), indent=1, ensure_ascii=False))
