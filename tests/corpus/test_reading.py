"""Reading corpora: folders, archives, failures, the second reading of the first corpus."""

import shutil
import zipfile

import pytest

import textmine as tm
from textmine.corpus.reading import read_paths
from textmine.errors import UsageError
from textmine.jsonl import form_to_dict


def _plain(form):
    data = form_to_dict(form)
    for key in ("source", "pages", "findings", "engine", "reconciled"):
        data.pop(key)
    for row in data["indicators"]:
        row.pop("page")
        row.pop("bbox")
    return data


def test_pdf_and_text_layer_give_the_same_forms(first_corpus):
    """The PDF and its text layer are two readings of one document: same records, apart from pages and boxes."""
    pdf = tm.read(first_corpus / "shanghai-bigdata-2024.pdf")
    text = tm.read(first_corpus / "text-layer.txt")
    blank = str.maketrans("", "", " \n")

    def squeezed(form):
        return repr(_plain(form)).translate(blank)

    assert [squeezed(f) for f in pdf.forms.values()] == [squeezed(f) for f in text.forms.values()]


def test_folder_reads_what_its_description_names(first_corpus):
    """corpus.toml names the PDF; the text layer beside it is not read twice."""
    corpus = tm.read(first_corpus)
    assert corpus.funnel.files == 1
    assert (len(corpus), corpus.funnel.reconciled) == (8, 8)
    assert next(iter(corpus.forms)) == "shanghai-bigdata-2024.pdf#1"


def test_workers_give_the_same_corpus(first_corpus):
    """Reading in worker processes changes nothing."""
    assert tm.read(first_corpus, workers=1).forms == tm.read(first_corpus).forms


def test_archive_members_are_sources(first_corpus, tmp_path):
    """Forms inside a ZIP are named archive!member."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(first_corpus / "shanghai-bigdata-2024.pdf", "表/一.pdf")
    corpus = tm.read(tmp_path)
    assert len(corpus) == 8
    assert next(iter(corpus.forms)) == "a.zip!表/一.pdf#1"


def test_bad_files_are_failures(first_corpus, tmp_path):
    """One truncated, one empty, one good: the good one is read, the others are named."""
    shutil.copy(first_corpus / "shanghai-bigdata-2024.pdf", tmp_path / "good.pdf")
    data = (tmp_path / "good.pdf").read_bytes()
    (tmp_path / "cut.pdf").write_bytes(data[:500])
    (tmp_path / "empty.pdf").write_bytes(b"")
    corpus = tm.read(tmp_path)
    assert len(corpus) == 8
    assert sorted(f.source for f in corpus.failures) == ["cut.pdf", "empty.pdf"]
    assert all(f.error and f.hint for f in corpus.failures)
    assert corpus.funnel.files_failed == 2


def test_nothing_there():
    """A path that does not exist is wrong use."""
    with pytest.raises(UsageError, match="不存在"):
        tm.read("/no/such/place")


def test_several_paths_keep_their_names(first_corpus, tmp_path):
    """Sources of several paths are told apart by the paths as given."""
    shutil.copy(first_corpus / "shanghai-bigdata-2024.pdf", tmp_path / "a.pdf")
    shutil.copy(first_corpus / "shanghai-bigdata-2024.pdf", tmp_path / "b.pdf")
    corpus = read_paths([tmp_path / "a.pdf", tmp_path / "b.pdf"])
    assert len(corpus) == 16
    assert len({f.source for f in corpus.forms.values()}) == 2


def test_watch_is_told_of_every_file(first_corpus):
    """Progress: done, all, name."""
    seen = []
    tm.read(first_corpus, watch=lambda done, total, name: seen.append((done, total, name)))
    assert seen == [(1, 1, "shanghai-bigdata-2024.pdf")]


def test_own_header_words(tmp_path):
    """A header that nobody knows is learnt from a TOML file, without touching code."""
    cells = ("产出指标", "数量指标", "清淤长度", "10公里", "10公里", "100", "100")
    rows = "<tr>" + "".join(f"<td>{c}</td>" for c in cells) + "</tr>"
    head = "".join(
        f"<td>{h}</td>" for h in ("一级指标", "二级指标", "三级指标", "期望之数", "实际完成值", "分值", "得分")
    )
    (tmp_path / "a.html").write_text(
        f"<p>项目支出绩效自评表（2024年度）</p><table><tr><td>项目名称</td><td colspan=6>清淤</td></tr>"
        f"<tr>{head}</tr>{rows}<tr><td colspan=5>总分</td><td>100</td><td>100</td></tr></table>",
        encoding="utf-8",
    )
    (tmp_path / "own.toml").write_text('[labels.indicators]\ntarget = ["期望之数"]\n', encoding="utf-8")
    corpus = tm.read(tmp_path / "a.html", layouts=tmp_path / "own.toml")
    assert corpus.indicators["target"].tolist() == ["10公里"]


def test_the_description_tells_what_forms_do_not_print(tmp_path, stores):
    """A form without a year is of the corpus's year, one with a year keeps it; read directly or from a store alike."""
    sheet = stores.sheet(1)
    (tmp_path / "corpus.toml").write_text('year = 2021\nsector = "水利"\nfiles = ["*.html"]\n', encoding="utf-8")
    (tmp_path / "a.html").write_text(sheet.replace("（2024年度）", ""), encoding="utf-8")
    (tmp_path / "b.html").write_text(sheet, encoding="utf-8")
    for corpus in (tm.read(tmp_path), tm.read(tmp_path, store=tmp_path / "store")):
        assert [form.year for form in corpus.forms.values()] == [2021, 2024]


def test_the_sector_of_the_corpus_is_for_names_that_tell_none(tmp_path, stores):
    """A water bureau's form is 农林水 by its name; where names tell nothing, the description does."""
    from textmine.points.breakdowns import break_down

    (tmp_path / "corpus.toml").write_text('sector = "水文"\n', encoding="utf-8")
    plain = stores.sheet(1).replace("某县水利局", "某中心").replace("河道管理站", "一站").replace("河道保洁", "保洁")
    (tmp_path / "a.html").write_text(plain, encoding="utf-8")
    (tmp_path / "b.html").write_text(stores.sheet(1), encoding="utf-8")
    corpus = tm.read(tmp_path)
    groups = {s.group for s in break_down(corpus.forms, (), "sector", sector=corpus.info.sector)}
    assert groups == {"水文", "农林水"}
