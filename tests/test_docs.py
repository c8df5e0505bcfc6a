"""What the guide says is true: commands and options exist, examples run, every column and finding is described."""

import importlib
import importlib.util
import json
import re
import shlex
import shutil
import tomllib
from pathlib import Path

import pytest

import textmine

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.glob("*.md"), *(p for p in (ROOT / "README.md", ROOT / "CONTRIBUTING.md") if p.is_file())])
FENCE = re.compile(r"^([ ]*)```(\w*)\n(.*?)^[ ]*```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`(textmine [^`\n]+)`")


def blocks(page: Path, kind: str) -> list[str]:
    found = FENCE.findall(page.read_text("utf-8"))
    return [re.sub(rf"^{indent}", "", body, flags=re.MULTILINE) for indent, name, body in found if name == kind]


def spoken_commands(page: Path) -> list[str]:
    lines = [line.strip() for block in blocks(page, "bash") for line in block.splitlines()]
    lines += INLINE.findall(page.read_text("utf-8"))
    pieces = [piece.strip() for line in lines for piece in line.split("&&")]
    return [p.removeprefix(".venv/bin/") for p in pieces if re.match(r"(\.venv/bin/)?textmine\s", p)]


@pytest.fixture(scope="module")
def reference():
    spec = importlib.util.spec_from_file_location("docs_reference", DOCS / "_ext" / "reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def commands(reference):
    return reference.commands()


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_commands_named_in_the_guide_exist_with_their_options(page, commands):
    """No page names a command or an option that the program does not have."""
    for line in spoken_commands(page):
        words = shlex.split(line, comments=True)[1:]
        if words[0] in {"--help", "--version", "命令"}:
            continue
        name = " ".join(words[:2]) if " ".join(words[:2]) in commands else words[0]
        groups = {n.split()[0] for n in commands if " " in n}
        assert name in commands or name in groups, f"{page.name}: {line}"
        known = {o for p in getattr(commands.get(name), "params", ()) for o in [*p.opts, *p.secondary_opts]}
        said = {w.split("=")[0] for w in words if re.match(r"--?[a-z]", w)}
        assert said <= known | {"--help", "-h"}, f"{page.name}: {line}"


def test_every_command_is_in_the_reference(reference, commands):
    """The reference names all commands, and each of their options."""
    page = reference.cli_page()
    for name, command in commands.items():
        assert f"## textmine {name}\n" in page
        section = page.split(f"## textmine {name}\n")[1].split("\n## ")[0]
        assert all(option in section for p in command.params for option in p.opts if option.startswith("-"))


@pytest.fixture
def workshop(tmp_path, monkeypatch, first_corpus):
    """A folder of its own, with the first corpus wherever the examples look for one."""
    for place in (tmp_path / "corpora" / first_corpus.name, tmp_path / "自评表"):
        shutil.copytree(first_corpus, place)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def only_imports(block: str) -> str:
    """What can be tried of an example that speaks to another machine: it is Python, and its names can be imported."""
    compile(block, "example", "exec")
    return "\n".join(line for line in block.splitlines() if line.startswith(("import ", "from ")))


@pytest.mark.parametrize("page", [p for p in PAGES if blocks(p, "python")], ids=lambda p: p.name)
def test_python_examples_run(page, workshop, monkeypatch):
    """The Python examples of a page run from top to bottom."""
    monkeypatch.setenv("MPLBACKEND", "Agg")
    if "同事发来的/.textmine" in page.read_text("utf-8"):
        textmine.read(workshop / "自评表", store=workshop / "同事发来的" / ".textmine")
    scope: dict[str, object] = {}
    for block in blocks(page, "python"):
        exec(compile(only_imports(block) if "://" in block else block, page.name, "exec"), scope)


def loaders():
    from textmine.causes import load_codebook
    from textmine.causes.themes_edits import load_edits
    from textmine.corpus.info import read_info
    from textmine.forms import load_layouts

    return {
        "corpus.toml": lambda path: read_info(path.parent),
        "版式.toml": load_layouts,
        "编码手册.toml": load_codebook,
        "主题调整.toml": load_edits,
    }


TOML = [(page.name, block) for page in PAGES for block in blocks(page, "toml")]


@pytest.mark.parametrize(("page", "block"), TOML, ids=[f"{name}-{n}" for n, (name, _) in enumerate(TOML)])
def test_settings_files_of_the_guide_are_accepted(page, block, tmp_path):
    """Each TOML example begins with its kind as a comment, and the program accepts it."""
    kind = block.splitlines()[0].removeprefix("# ").strip()
    path = tmp_path / kind
    path.write_text(block, encoding="utf-8")
    assert loaders()[kind](path)


def test_the_data_dictionary_has_every_column_and_no_other(reference):
    """All columns of all tables are described; nothing is described that is not there."""
    from textmine.corpus.labels import ZH

    tables, real = reference.described(), reference.frames()
    assert set(tables) == {*real, "page", "types", "shared"}
    for name, frame in real.items():
        assert set(frame.columns) <= set(reference.columns_of(name)), name
        assert set(tables[name]["columns"]) <= set(frame.columns), name
    used = {column for frame in real.values() for column in frame.columns}
    assert set(tables["shared"]) <= used
    assert used <= set(ZH), "every column has a Chinese title"
    assert all(f"| `{column}` |" in reference.tables_page() for column in used)


def test_every_finding_is_explained():
    """The page of findings explains each code that forms or notices can carry, and no other."""
    from textmine.points.notices import TITLES

    sources = [*(ROOT / "textmine/forms").rglob("*.py")]
    given = {code for p in sources for code in re.findall(r'Finding\(\s*"([a-z_]+)"', p.read_text("utf-8"))}
    told = set(re.findall(r"^`([a-z_]+)` ", (DOCS / "findings.md").read_text("utf-8"), re.MULTILINE))
    assert told == given | set(TITLES)


def test_every_bucket_is_explained():
    """The page of points explains each place of the ledger."""
    from textmine.points.ledger import BUCKETS

    told = re.findall(r"^\| `([a-z_]+)` \S+ \|", (DOCS / "points.md").read_text("utf-8"), re.MULTILINE)
    assert tuple(told) == BUCKETS


def test_the_documented_json_has_the_real_keys():
    """Forms, annotations, themes and the summary have the keys that the page of formats shows."""
    from textmine.causes.themes_model import StabilityPanel, ThemeResult, ThemeSettings, result_rows
    from textmine.jsonl import annotation_to_dict, form_to_dict
    from textmine.records import Annotation, Finding, Form, Funding, Indicator, Theme

    form, given, taken, themes, _ = [json.loads(b) for b in blocks(DOCS / "jsonl.md", "json")]
    real = form_to_dict(Form("a", funding=(Funding("x"),), indicators=(Indicator(),), findings=(Finding("c", "m"),)))
    assert form.keys() == real.keys()
    for part in ("funding", "indicators", "findings"):
        assert form[part][0].keys() == real[part][0].keys()
    assert form["goal"].keys() == real["goal"].keys()
    assert taken.keys() == given.keys() | annotation_to_dict(Annotation((), (), confidence=0.9)).keys()
    panel = StabilityPanel("codes", "codes", 1, 1, 0, 0, 0.0)
    result = ThemeResult((Theme(0, "x", (), 1, None, ()),), (), panel, ThemeSettings())
    assert themes[0].keys() == result_rows(result)[0].keys()


def test_the_documented_summary_has_the_real_keys(first_corpus):
    """The summary of the guide is that of the first corpus, figures of its points included."""
    from textmine.report.summarise import summarise

    told = json.loads(blocks(DOCS / "jsonl.md", "json")[-1])
    real = summarise(textmine.analyse(textmine.read(first_corpus))).contract()
    assert told.keys() == real.keys()
    assert {k: told[k] for k in ("forms", "indicators", "passages", "points")} == {
        k: real[k] for k in told if k != "causes"
    }
    assert told["causes"][0].keys() == real["causes"][0].keys()


def test_the_names_of_the_api_page_exist():
    """Each name that the API page documents can be imported and has a docstring."""
    for kind, name in re.findall(r"^\.\. auto(\w+):: (\S+)$", (DOCS / "api.md").read_text("utf-8"), re.MULTILINE):
        module, _, last = (name, "", "") if kind == "module" else name.rpartition(".")
        found = importlib.import_module(module)
        assert (getattr(found, last) if last else found).__doc__, name


def test_the_guide_is_cited_by_its_own_version():
    """Version and name in the page on citing are those of the package."""
    assert f"(Version {textmine.__version__})" in (DOCS / "cite.md").read_text("utf-8")
    assert tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["name"] == textmine.__name__


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda p: p.stem)
def test_notebooks_are_stored_without_outputs(path):
    """A notebook in the repository holds what people wrote, not what a machine answered."""
    cells = json.loads(path.read_text("utf-8"))["cells"]
    assert not any(c.get("outputs") or c.get("execution_count") for c in cells)
    assert cells[0]["cell_type"] == "markdown"
