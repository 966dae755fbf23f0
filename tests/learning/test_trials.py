"""Trials ask what a task would ask, and know the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from lam_desktop.data.corpus.reader import CorpusReader
from lam_desktop.data.corpus.records import Page
from lam_desktop.data.corpus.spec import PageElement
from lam_desktop.learning.trials import Examiner, SeenPage, Trial, all_trials
from lam_desktop.types import Box, Element, Frame, Observation
from tests.drawn import drawn_corpus, proposals_by_ink

SIZE = (400, 300)
FRAME = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
PEOPLE = {"r1": "Miller", "r2": "Sorenson", "r3": "Sorensen"}


def _page(program: str, look: str, people: Mapping[str, str], top: int, missing: str = "") -> SeenPage:
    """A table of people with an «Edit» each, radio buttons, and «Save»; perception misses `missing`."""
    truth: list[PageElement] = []

    def add(name: str, kind: str, text: str, box: tuple[int, int, int, int], **more: str | None) -> None:
        held = {"checked": None, "enabled": True, "focused": False, "group": None, "visible": 1.0, **more}
        truth.append(PageElement(name, kind, text, box, action=True, **held))  # type: ignore[arg-type]

    for n, (key, name) in enumerate(people.items()):
        y = top + 24 * n
        record = f"table/{key}"
        add(f"{record}/name", "cell", name, (10, y, 100, 20), group="table/name", record=record)
        add(f"{record}/edit", "button", "Edit", (120, y, 60, 20), group="table/edit", record=record)
    for n, word in enumerate(("Post", "Courier")):
        add(f"way/{word}", "radio", word, (10 + 90 * n, top + 100, 80, 20), group="way")
    if missing != "save":
        add("save", "button", "Save", (10, top + 140, 60, 20))
    page = Page(
        program, "base", look, "qt", "en", f"{program}-{look}.png", SIZE, (0, 0, *SIZE), tuple(truth), Path()
    )
    boxes = tuple((one, Box(*one.box)) for one in truth)
    elements = tuple(Element(box.expanded(1), one.kind, one.text) for one, box in boxes)  # type: ignore[arg-type]
    return SeenPage(page, Observation(FRAME, elements, Box(0, 0, *SIZE)), boxes)


def _asked(first: SeenPage, second: SeenPage, seed: int = 0) -> list[Trial]:
    return list(Examiner(seed).trials(first, second))


def test_every_element_is_asked_for_where_it_is_now() -> None:
    first, second = _page("p", "A", PEOPLE, 20), _page("p", "B", dict(reversed(PEOPLE.items())), 60)
    same = [one for one in _asked(first, second) if one.sort == "same"]
    assert len(same) == len(first.truth)
    where = {one.id: box for one, box in second.truth}
    for trial, (truth, _) in zip(same, first.truth, strict=True):
        assert trial.there == where[truth.id] and trial.lands(where[truth.id].center)
        assert not trial.lands(where["save" if truth.id != "save" else "way/Post"].center)


def test_the_same_control_of_the_record_that_the_row_names() -> None:
    first, second = _page("p", "A", PEOPLE, 20), _page("p", "B", dict(reversed(PEOPLE.items())), 60)
    found = 0
    for seed in range(20):
        for trial in _asked(first, second, seed):
            if trial.sort != "record":
                continue
            found += 1
            [(shown, wanted)] = trial.situation.row.items()
            step = trial.situation.step
            assert step.target is not None
            part = first.truth[step.target][0].id.rpartition("/")[2]
            key = next(key for key, name in PEOPLE.items() if name == wanted)
            assert (
                first.truth[step.target][0].record
                == f"table/{next(k for k, n in PEOPLE.items() if n == shown)}"
            )
            there = {one.id: box for one, box in second.truth}[f"table/{key}/{part}"]
            assert trial.there == there and trial.situation.wanted_text is None
    assert found == 20 * 3


def test_records_with_one_name_are_no_choice() -> None:
    twins = {"r1": "Miller", "r2": "Miller"}
    asked = _asked(_page("p", "A", twins, 20), _page("p", "B", twins, 60))
    assert not any(one.sort == "record" for one in asked)


def test_another_choice_of_the_group_by_what_it_says() -> None:
    first, second = _page("p", "A", {}, 20), _page("p", "B", {}, 60)
    wanted = {one.situation.wanted_text: one.there for one in _asked(first, second) if one.sort == "choice"}
    labels = {one.text: box for one, box in second.truth if one.group == "way"}
    assert wanted and all(labels[text or ""] == box for text, box in wanted.items())


def test_what_is_gone_and_what_another_program_shows_is_nowhere() -> None:
    first = _page("p", "A", {}, 20)
    gone = [one for one in _asked(first, _page("p", "B", {}, 60, missing="save")) if one.sort == "gone"]
    assert len(gone) == 1 and gone[0].there is None and not gone[0].lands((20, 205))
    strange = _asked(first, _page("q", "B", {}, 60))
    assert {one.sort for one in strange} == {"stranger"} and not any(one.there for one in strange)


def test_the_words_of_a_radio_button_are_as_good_as_its_mark() -> None:
    def words(seen: SeenPage) -> SeenPage:
        """Each radio button is its mark alone now, with its words beside it as an element of their own."""
        truth: list[tuple[PageElement, Box]] = []
        for one, box in seen.truth:
            if one.group != "way":
                truth.append((one, box))
                continue
            mark, label = Box(box.x, box.y, 18, box.h), Box(box.x + 20, box.y, box.w - 20, box.h)
            truth.append((replace(one, text=""), mark))
            truth.append((replace(one, id=f"{one.id}/label", kind="text", action=False, group=None), label))
        return replace(seen, truth=tuple(truth))

    asked = _asked(words(_page("p", "A", {}, 20)), words(_page("p", "B", {}, 60)))
    radios = [one for one in asked if one.kind == "radio"]
    assert {one.sort for one in radios} == {"same", "choice"}
    for one in radios:
        assert one.there is not None and one.lands(one.there.center)
        assert one.lands((one.there.x + 40, one.there.y + 5)) and not one.lands(
            (one.there.x, one.there.y + 40)
        )


def test_what_lies_under_something_else_is_not_asked_for() -> None:
    first, second = _page("p", "A", PEOPLE, 20), _page("p", "B", PEOPLE, 60)
    save = next(box for one, box in first.truth if one.id == "save")
    menu = replace(first.truth[0][0], id="menu/open", kind="menu_item", text="Open", record=None, group=None)
    over = (menu, Box(save.x + 10, save.y - 10, save.w, 2 * save.h))
    below = [(replace(one, visible=0.7) if one.id == "save" else one, box) for one, box in first.truth]
    covered = replace(first, truth=(*below, over))
    asked = {one.situation.step.point for one in _asked(covered, second)}
    assert save.center not in asked and save.center in {
        one.situation.step.point for one in _asked(first, second)
    }
    shown = replace(first, truth=(*first.truth, (replace(menu, visible=0.6), over[1])))
    assert save.center in {one.situation.step.point for one in _asked(shown, second)}  # the menu lies below
    label = (replace(menu, id="note", action=False), over[1])
    told = replace(first, truth=(*first.truth, label))
    assert save.center in {one.situation.step.point for one in _asked(told, second)}


def test_a_click_on_what_lies_over_the_element_is_wrong() -> None:
    first, second = _page("p", "A", PEOPLE, 20), _page("p", "B", PEOPLE, 60)
    save = next(box for one, box in second.truth if one.id == "save")
    menu = replace(second.truth[0][0], id="menu/open", kind="menu_item", record=None, group=None)
    over = (menu, Box(save.x - 30, save.y, 60, 60))
    below = [(replace(one, visible=0.6) if one.id == "save" else one, box) for one, box in second.truth]
    trial = next(
        one
        for one in _asked(first, replace(second, truth=(*below, over)))
        if one.sort == "same" and one.there == save
    )
    assert not trial.lands((save.x + 4, save.y + 4)) and trial.lands((save.right - 4, save.y + 4))


def test_an_element_of_which_a_piece_shows_is_neither_there_nor_gone() -> None:
    first, second = _page("p", "A", {}, 20), _page("p", "B", {}, 60, missing="save")
    piece = next(one for one, _ in _page("p", "B", {}, 60).truth if one.id == "save")
    partly = replace(second, page=replace(second.page, glimpses=(replace(piece, visible=0.3),)))
    assert any(one.sort == "gone" for one in _asked(first, second))
    assert not any(one.sort == "gone" for one in _asked(first, partly))


def test_a_part_of_a_field_that_perception_sees_whole_is_not_asked_for_where_the_field_is_left() -> None:
    def dated(seen: SeenPage, part: bool) -> SeenPage:
        """A date field; with a button inside, as far as the toolkit tells of it."""
        field = replace(seen.truth[0][0], id="due", kind="field", text="", record=None, group=None)
        boxes = [(field, Box(200, 20, 120, 20))]
        if part:
            boxes.append((replace(field, id="due/pick", kind="icon"), Box(300, 20, 20, 20)))
        elements = (*seen.observation.elements, Element(Box(200, 20, 120, 20), "field"))
        return replace(
            seen,
            truth=(*seen.truth, *boxes),
            observation=replace(seen.observation, elements=elements),
        )

    first = dated(_page("p", "A", PEOPLE, 20), part=True)
    assert not any(one.sort == "gone" for one in _asked(first, dated(_page("p", "B", PEOPLE, 60), False)))
    left = [one for one in _asked(first, _page("p", "B", PEOPLE, 60)) if one.sort == "gone"]
    assert {one.kind for one in left} == {"field", "icon"}


class _ByInk:
    """A parser for drawn pages."""

    def parse(self, frame: Frame, _: Box | None = None) -> tuple[Element, ...]:
        """Each piece of ink as a button without words."""
        return tuple(Element(one.box, one.kind, "") for one in proposals_by_ink(frame))

    def forget(self) -> None:
        """It remembers nothing."""


def test_what_lies_under_a_dialog_is_not_asked_for() -> None:
    first, second = _page("p", "A", PEOPLE, 20), _page("p", "B", PEOPLE, 60)
    save = next(box for one, box in first.truth if one.id == "save")
    said = replace(first.truth[0][0], id="dialog/text", kind="text", action=False)
    no = replace(said, id="dialog/no", kind="button", action=True)
    beside = ((said, Box(save.x - 30, save.y - 10, 20, 10)), (no, Box(save.right + 10, save.bottom, 20, 10)))
    points = {
        one.situation.step.point for one in _asked(replace(first, truth=(*first.truth, *beside)), second)
    }
    assert save.center not in points and beside[1][1].center in points, "«Save» is under it, «No» is not"
    assert save.center in {one.situation.step.point for one in _asked(first, second)}


def test_parts_together_ask_what_one_alone_would(tmp_path: Path) -> None:
    pairs = CorpusReader(drawn_corpus(tmp_path / "drawn", programs=5)).pairs()

    def asked(part: int, parts: int) -> list[object]:
        found = all_trials(pairs, _ByInk(), 7, part, parts)  # type: ignore[arg-type]
        return [
            (one.program, one.sort, one.kind, one.situation.step.point, one.situation.row, one.there)
            for trials in found
            for one in trials
        ]

    whole = asked(0, 1)
    assert whole and {one[1] for one in whole} >= {"same", "stranger"}  # type: ignore[index]
    for parts in (2, 3, 7):
        assert [one for part in range(parts) for one in asked(part, parts)] == whole
