"""A clerk's episodes: the same from the seed, true to the row of each look, and changed by deeds alone."""

from __future__ import annotations

import functools
import hashlib
from collections import Counter
from collections.abc import Iterator

from lam_desktop.data.corpus.clerk import Episode, make_episode
from lam_desktop.data.corpus.grammar import make_program
from lam_desktop.data.corpus.scene import make_scene
from lam_desktop.data.corpus.spec import DEEDS, MISHAPS, Deed, Node, Program, Scene, walk
from lam_desktop.data.corpus.working import row_deed, work_scene

PROGRAMS, DRAWN = 60, 20
"""Of which the episodes are looked at, and of which the scenes."""
WITHOUT_EPISODES = "3011f7e9dc688723045777114b0e55a3d54b4ec5d32fe64eb43132d08002a7dc"
"""Of the scenes that were drawn before there were episodes."""


@functools.cache
def _worked(count: int = DRAWN) -> tuple[tuple[Program, Episode], ...]:
    programs = [make_program(5, index, "qt") for index in range(count)]
    return tuple((program, make_episode(program)) for program in programs)


@functools.cache
def _scenes(number: int, look: str) -> tuple[Scene, ...]:
    program, episode = _worked()[number]
    return tuple(work_scene(program, one.state, look) for one in episode.moments)


def _nodes(scene: Scene) -> dict[str, Node]:
    roots = [scene.body, *((scene.dialog,) if scene.dialog else ())]
    return {node.id: node for root in roots for node in walk(root)}


def _steps(number: int, look: str) -> Iterator[tuple[Deed, Scene, Scene]]:
    """Each deed as it is done in a look, and the scenes before and after it."""
    (program, episode), scenes = _worked()[number], _scenes(number, look)
    for at, moment in enumerate(episode.moments[:-1]):
        assert moment.deed is not None
        deed = row_deed(program, scenes[at], moment.state, moment.deed, look)
        yield deed, scenes[at], scenes[at + 1]


def test_the_corpus_without_episodes_is_what_it_was() -> None:
    told = hashlib.sha256()
    for index in range(12):
        program = make_program(5, index, "chromium")
        for state in program.states:
            for look in "ABC":
                scene = make_scene(program, state, look, make_program(6, index, "chromium"))
                told.update(repr(scene).encode())
    assert told.hexdigest() == WITHOUT_EPISODES


def test_an_episode_is_the_same_from_its_seed() -> None:
    kinds, mishaps = Counter[str](), Counter[str]()
    for program, episode in _worked(PROGRAMS):
        assert episode == make_episode(program)
        assert [one.at for one in episode.moments] == list(range(len(episode.moments)))
        assert episode.moments[-1].deed is None
        kinds.update(one.deed.kind for one in episode.moments if one.deed)
        mishaps.update(one.mishap for one in episode.mishaps)
    assert set(kinds) == set(DEEDS)
    assert set(mishaps) == set(MISHAPS)
    program, episode = _worked()[0]
    assert [work_scene(program, one.state, "B") for one in episode.moments] == list(_scenes(0, "B"))


def test_what_is_entered_is_the_rows_and_stands_there_from_then_on() -> None:
    entered, other = 0, 0
    for number, (_, episode) in enumerate(_worked()):
        rows: list[dict[str, str]] = []
        for look in "AB":
            row: dict[str, str] = {}
            for deed, before, after in _steps(number, look):
                if deed.kind == "fill" and deed.target in _nodes(before) and deed.target in _nodes(after):
                    assert _nodes(before)[deed.target].value != deed.text
                    row[deed.target] = deed.text
                    if after.state != f"m{len(episode.moments) - 1}":
                        assert _nodes(after)[deed.target].value == deed.text
                if deed.kind in ("choose", "pick") and deed.target.count("/") > 0:
                    row[deed.target.split("/option/")[0]] = deed.text
            rows.append(row)
        for name in rows[0].keys() & rows[1].keys():
            entered += 1
            other += rows[0][name] != rows[1][name]
    assert entered > 15
    assert other > 0.7 * entered


def test_a_deed_changes_nothing_but_what_it_is_about() -> None:
    compared = 0
    for number in range(DRAWN):
        for deed, before, after in _steps(number, "B"):
            if deed.kind not in ("fill", "tick", "choose", "select"):
                continue
            was, now = _nodes(before), _nodes(after)
            changed = {
                name
                for name in was.keys() & now.keys()
                if (was[name].value, was[name].checked, was[name].records)
                != (now[name].value, now[name].checked, now[name].records)
            }
            if was.keys() == now.keys():
                compared += 1
                assert len(changed) <= 1
                assert all(deed.target == name or deed.target.startswith(f"{name}/") for name in changed)
    assert compared > 15


def test_what_is_done_next_is_there() -> None:
    """But for rows of tables, of which a look may have none."""
    for number in range(DRAWN):
        for look in "AB":
            for deed, before, _ in _steps(number, look):
                node = _nodes(before)
                if deed.kind == "menu":
                    assert deed.target in {menu.id for menu in before.menus}
                elif deed.kind in ("entry", "pick"):
                    entry = next(one for one in before.popup_items if one.id == deed.target)
                    assert entry.enabled and (not deed.text or entry.text == deed.text)
                elif deed.kind in ("choose", "tab"):
                    assert deed.target.rsplit("/", 1)[0] in node
                elif deed.kind != "select":
                    assert node[deed.target].enabled


def test_a_menu_opens_a_dialog_which_closes_when_it_is_confirmed() -> None:
    opened = 0
    for number in range(DRAWN):
        for deed, before, after in _steps(number, "A"):
            if deed.kind == "entry":
                opened += 1
                assert before.popup.startswith("menu/") and not after.popup and after.dialog is not None
            if deed.kind == "confirm":
                assert before.dialog is not None and after.dialog is None
    assert opened > 5


def test_what_comes_instead_is_not_what_was_demonstrated() -> None:
    for number, (program, episode) in enumerate(_worked()):
        for one in episode.mishaps:
            before, due = _scenes(number, "B")[one.at : one.at + 2]
            came = work_scene(program, one.state, "B")
            assert one.deed == episode.moments[one.at].deed
            if one.mishap == "dialog":
                assert came.dialog is not None and not came.popup
                assert came.dialog != before.dialog and came.dialog != due.dialog
            elif one.mishap == "error":
                assert any(node.error for node in _nodes(came).values())
                assert not any(node.error for node in _nodes(before).values())
            elif one.mishap == "gone":
                assert one.deed is not None
                assert one.deed.target in _nodes(before) and one.deed.target not in _nodes(came)
            elif one.mishap == "loading":
                assert any(node.role == "progress" for node in _nodes(came).values())
            else:
                texts = [[(n.id, n.value, n.checked) for n in _nodes(s).values()] for s in (before, came)]
                assert texts[0] == texts[1] and came.popup == before.popup
