"""The bill of materials: everything that is installed stands in it, at the version and with the hashes of the lock."""

import json
import subprocess
import sys
import tomllib

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools import sbom
from tools.tree import ROOT


def test_every_declared_dependency_stands_in_it():
    """Oracle: pyproject.toml, read by itself."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [
        *project["dependencies"],
        *(each for name in sbom.EXTRAS for each in project["optional-dependencies"][name]),
    ]
    names = {each["name"] for each in sbom.bill()["components"]}
    here = {
        canonicalize_name(one.name) for one in map(Requirement, asked) if one.marker is None or one.marker.evaluate()
    }
    assert here <= names
    assert "cryptography" in names, "what an extra of an extra brings"
    assert "pytest" not in names, "tests are not installed in a hospital"


def test_every_part_has_version_licence_hash_and_a_place():
    bill = sbom.bill()
    refs = {each["bom-ref"] for each in bill["components"]} | {bill["metadata"]["component"]["bom-ref"]}
    for each in bill["components"]:
        assert each["version"], each["name"]
        assert each["licenses"], each["name"]
        assert each["properties"], f"{each['name']} {each['version']} is not the version of the lock"
    assert {each["ref"] for each in bill["dependencies"]} == refs
    assert all(set(each["dependsOn"]) <= refs for each in bill["dependencies"])


def test_the_same_environment_gives_the_same_bytes():
    first, second = (
        subprocess.run([sys.executable, "-m", "tools.sbom"], cwd=ROOT, capture_output=True, check=True).stdout
        for _ in range(2)
    )
    assert first == second
    assert json.loads(first)["specVersion"] == "1.6"
