"""The list of dependencies and licences, and the same as an SBOM."""

import json
from importlib import metadata

from textmine.cli.app import run_app
from textmine.cli.licences import components


def test_direct_and_indirect_dependencies_are_listed():
    """pandas is needed by textmine, numpy by pandas; each with the version that is installed, sorted, once."""
    found = {c.name: c for c in components()}
    assert {"pandas", "numpy", "jieba", "pypdfium2"} <= set(found)
    assert found["numpy"].version == metadata.version("numpy")
    assert list(found) == sorted(found)
    assert "textmine" not in found


def test_licences_are_declared():
    """What is bundled with a study has a licence that can be named."""
    missing = [c.name for c in components() if not c.licence]
    assert len(missing) <= len(components()) // 10, missing


def test_sbom_and_list_agree(tmp_path, capsys):
    """Both name the same components; the file is the same twice."""
    out = tmp_path / "sbom.json"
    assert run_app(["doctor", "--licences", "--sbom", str(out)]) == 0
    names = [line.split("\t")[0] for line in capsys.readouterr().out.splitlines()]
    first = out.read_bytes()
    data = json.loads(first)
    assert [c["name"] for c in data["components"]] == names
    assert data["bomFormat"] == "CycloneDX"
    assert run_app(["doctor", "--sbom", str(out)]) == 0
    assert out.read_bytes() == first
