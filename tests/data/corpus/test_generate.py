"""A small corpus from each toolkit: valid records, resumable, readable as pairs."""

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.data.corpus.generate import Plan, generate
from lam_desktop.data.corpus.grammar import GRAMMAR, program_id
from lam_desktop.data.corpus.reader import CorpusReader, split
from lam_desktop.data.corpus.single_changes import CHANGES
from lam_desktop.data.corpus.spec import KINDS, OTHER_WINDOW

pytestmark = pytest.mark.slow

PROGRAMS = 6


@pytest.fixture(scope="module", params=["chromium", "qt", "tk"])
def corpus(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param == "chromium" and not (shutil.which("chromium") and shutil.which("chromedriver")):
        pytest.skip("Chromium and its driver are not installed")
    if request.param == "tk" and not _has_tk():
        pytest.skip("tkinter or Xvfb is not installed")
    folder = tmp_path_factory.mktemp(request.param)
    generate(Plan(folder, PROGRAMS, 3, (request.param,), (1.0,)), quiet=True)
    return folder


def _has_tk() -> bool:
    pythons = (sys.executable, "/usr/bin/python3")
    known = any(
        Path(python).exists()
        and subprocess.run([python, "-c", "import tkinter"], capture_output=True).returncode == 0
        for python in pythons
    )
    return known and shutil.which("Xvfb") is not None


def _lines(folder: Path) -> list[str]:
    return [line for path in sorted(folder.glob("records-*.jsonl")) for line in path.read_text().splitlines()]


def test_every_page_is_valid(corpus: Path) -> None:
    pages = CorpusReader(corpus).pages()
    assert len({page.program for page in pages}) == PROGRAMS
    for page in pages:
        picture = page.load()
        assert picture.shape == (page.size[1], page.size[0], 3)
        ids = [element.id for element in page.elements]
        assert len(ids) == len(set(ids))
        assert len(ids) >= 3
        for element in page.elements:
            x, y, w, h = element.box
            assert element.kind in KINDS
            assert x >= 0 and y >= 0 and w > 0 and h > 0
            assert x + w <= page.size[0] and y + h <= page.size[1]
            assert 0.5 <= element.visible <= 1
            assert (element.checked is not None) >= (element.kind in ("checkbox", "radio"))
        assert not {element.id for element in page.glimpses} & set(ids)
        assert all(0.05 <= element.visible < 0.5 for element in page.glimpses)


def test_looks_share_most_identities(corpus: Path) -> None:
    pairs = CorpusReader(corpus).pairs()
    assert len(pairs) >= PROGRAMS
    shares = []
    for one, two in pairs:
        assert (one.program, one.state, one.look, two.look) == (two.program, two.state, "A", "B")
        ids = [
            {e.id for e in page.elements if not e.id.startswith(OTHER_WINDOW) and e.kind != "cell"}
            for page in (one, two)
        ]
        shares.append(len(ids[0] & ids[1]) / min(len(ids[0]), len(ids[1])))
    assert sum(shares) / len(shares) >= 0.6
    assert sorted(shares)[len(shares) // 4] >= 0.5


def test_cells_of_a_row_share_a_record(corpus: Path) -> None:
    cells = [e for page in CorpusReader(corpus).pages() for e in page.elements if e.kind == "cell"]
    assert cells
    for cell in cells:
        if cell.record is not None:
            assert cell.id.startswith(f"{cell.record}/")
    assert any(cell.record for cell in cells)


def test_text_boxes_hold_ink(corpus: Path) -> None:
    """A label's box has both the colour of the words and what lies behind them."""
    blank = total = 0
    for page in CorpusReader(corpus).pages():
        picture = page.load()
        for element in page.elements:
            if element.kind == "text" and element.text and element.visible > 0.95:
                x, y, w, h = element.box
                crop = picture[y : y + h, x : x + w].astype(int).sum(axis=2)
                total += 1
                blank += crop.max() - crop.min() < 90
    assert total > 20
    assert blank / total < 0.02


def test_a_second_call_continues(corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "again"
    shutil.copytree(corpus, folder)
    whole = _lines(folder)
    path = next(folder.glob("records-*.jsonl"))
    text = path.read_text()
    path.write_text(text[: int(len(text) * 0.6)])  # cut inside a line, as a crash would
    toolkit = str(json.loads(whole[0])["toolkit"])
    generate(Plan(folder, PROGRAMS, 3, (toolkit,), (1.0,)), quiet=True)
    assert _lines(folder) == whole


def test_another_seed_adds_programs(corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "both"
    shutil.copytree(corpus, folder)
    whole = _lines(folder)
    toolkit = CorpusReader(corpus).pages()[0].toolkit
    generate(Plan(folder, 1, 4, (toolkit,), (1.0,)), quiet=True)
    assert {page.program.split("-")[0] for page in CorpusReader(folder).pages()} == {"3", "4"}
    assert set(whole) < set(_lines(folder))


def test_one_seed_has_one_way_to_choose_toolkits(corpus: Path) -> None:
    toolkit = CorpusReader(corpus).pages()[0].toolkit
    other = "qt" if toolkit != "qt" else "chromium"
    with pytest.raises(ValueError, match="other toolkits"):
        generate(Plan(corpus, PROGRAMS, 3, (other,), (1.0,)), quiet=True)


def test_what_is_begun_goes_on_only_as_it_began_and_stays_readable(tmp_path: Path) -> None:
    """Half a corpus of programs with dense bars, or of another grammar, would be neither."""
    plan = Plan(tmp_path, 1, 3, ("qt",), (1.0,))
    generate(plan, quiet=True)
    pages = CorpusReader(tmp_path).pages()
    with pytest.raises(ValueError, match="with and without dense bars"):
        generate(replace(plan, bars=True), quiet=True)
    path = tmp_path / "manifest.json"
    manifest = json.loads(path.read_text())
    assert manifest["plans"]["3"].pop("grammar") == GRAMMAR
    path.write_text(json.dumps(manifest))  # as before grammars were noted
    with pytest.raises(ValueError, match="another version"):
        generate(plan, quiet=True)
    assert json.loads(path.read_text()) == manifest
    assert CorpusReader(tmp_path).pages() == pages != []


def test_a_part_of_the_corpus_alone(tmp_path: Path) -> None:
    names = [program_id(3, n) for n in range(60)]
    wanted = {name for name in names if split(name) == "test"}
    assert 1 <= len(wanted) <= 6
    generate(Plan(tmp_path, len(names), 3, ("qt",), (1.0,), splits=("test",)), quiet=True)
    assert {page.program for page in CorpusReader(tmp_path).pages()} == wanted
    generate(Plan(tmp_path, 6, 3, ("qt",), (1.0,), splits=("train",)), quiet=True)
    others = {name for name in names[:6] if split(name) == "train"}
    assert {page.program for page in CorpusReader(tmp_path).pages()} == wanted | others, "none is lost"
    with pytest.raises(ValueError, match="unknown split 'tset'"):
        Plan(tmp_path, 1, 3, ("qt",), (1.0,), splits=("tset",))  # type: ignore[arg-type]


def test_split_goes_by_program() -> None:
    parts = [split(f"1-{n:06d}") for n in range(4000)]
    assert 0.83 < parts.count("train") / 4000 < 0.89
    assert 0.035 < parts.count("test") / 4000 < 0.065


def test_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="generate one"):
        CorpusReader(tmp_path)


def test_single_changes_change_one_thing(tmp_path: Path) -> None:
    plan = Plan(tmp_path, 4, 3, ("qt",), (1.0,), single_changes=True)
    assert generate(plan, quiet=True) == 4 * (1 + len(CHANGES))
    pairs = CorpusReader(tmp_path).single_changes()
    assert 3 * len(CHANGES) < len(pairs) <= 4 * len(CHANGES), "but for pages that came out as they were shown"
    alike: dict[str, list[bool]] = {}
    for shown, page in pairs:
        assert shown.look == "A" and (shown.program, shown.state) == (page.program, page.state)
        one, two = ({e.id: e for e in each.elements} for each in (shown, page))
        common = one.keys() & two.keys()
        found = {
            "place": shown.window[:2] == page.window[:2],
            "size": shown.window[2:] == page.window[2:],
            "captions": all(one[e].text == two[e].text for e in common if one[e].kind == "button"),
            "data": all(one[e].text == two[e].text for e in common if one[e].kind in ("field", "cell")),
            "elements": one.keys() == two.keys(),
        }
        for name, same in found.items():
            alike.setdefault(f"{page.look}: {name}", []).append(same)
    for name in ("dark or light: data", "other theme: captions", "moved: size", "moved: data"):
        assert all(alike[name]), name
    for name in ("moved: place", "resized: size", "renamed: captions", "other data: data", "added: elements"):
        assert not all(alike[name]), name
    for shown, page in pairs:
        if page.look == "scaled 2":
            assert page.size == (2 * shown.size[0], 2 * shown.size[1])


def test_episodes_come_in_order_with_their_deeds(corpus: Path, tmp_path: Path) -> None:
    toolkit = CorpusReader(corpus).pages()[0].toolkit
    plan = Plan(tmp_path, 2, 3, (toolkit,), (1.0,), episodes=True)
    generate(plan, quiet=True)
    pages = CorpusReader(tmp_path).pages()
    hit = 0
    for program in sorted({page.program for page in pages}):
        mine = [page for page in pages if page.program == program]
        looks = [[page for page in mine if page.look == look and not page.mishap] for look in "AB"]
        assert [page.at for page in looks[0]] == [page.at for page in looks[1]] == list(range(len(looks[0])))
        assert [page.deed and page.deed.kind for page in looks[0]] == [
            page.deed and page.deed.kind for page in looks[1]
        ]
        assert looks[0][-1].deed is None and all(page.deed for page in looks[0][:-1])
        assert all(page.look == "B" for page in mine if page.mishap)
        assert any(page.mishap == "still" for page in mine)
        hit += sum(
            any(one.id == page.deed.target for one in page.elements) for page in mine if page.deed is not None
        )
    assert hit > sum(page.deed is not None for page in pages) / 2
    before = _lines(tmp_path)
    assert generate(plan, quiet=True) == len(before) and _lines(tmp_path) == before
    with pytest.raises(ValueError, match="episodes"):
        generate(Plan(tmp_path, 2, 3, (toolkit,), (1.0,)), quiet=True)
