"""What `LamPolicy` makes of the network's scores: it acts on agreement, abstains otherwise, and says why."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image, ImageDraw, ImageFont

from lam_desktop.errors import EnvironmentFault, LamBug
from lam_desktop.policy.lam.confidence import SIGNS
from lam_desktop.policy.lam.configuration_lam import LamConfig
from lam_desktop.policy.lam.crowd import strongest
from lam_desktop.policy.lam.modeling_lam import LamPolicyModel
from lam_desktop.policy.lam.network_lam import EncodedScreen, MatchScores
from lam_desktop.policy.lam.pointing import transferred_point
from lam_desktop.policy.lam.policy import (
    SAYS_OTHERWISE,
    LamPolicy,
    _of_one_record,
)
from lam_desktop.types import Box, DemonstratedStep, Element, Observation, Situation, Window

CONFIG = LamConfig(width=16, blocks=1, heads=2, crop_px=16, buckets=64, max_grams=8, threshold=0.9)
FRAME = np.full((200, 300, 3), 240, np.uint8)


def _element(text: str, x: int, y: int, kind: str = "button") -> Element:
    return Element(Box(x, y, 60, 20), kind, text)  # type: ignore[arg-type]


BEFORE = Observation(FRAME, (_element("Save", 10, 10), _element("Cancel", 90, 10)), Box(0, 0, 300, 200))
SCREEN = Observation(
    FRAME,
    (_element("Cancel", 10, 100), _element("Save", 90, 100), _element("Print", 170, 100)),
    BEFORE.window,
)
STEP = DemonstratedStep(0, BEFORE, 0, (20, 15))


class _Scripted(LamPolicyModel):
    """A network that says what the test wants: {(demonstrated, present): score}, ABSENT scores 0."""

    def __init__(self, forward: dict[tuple[int, int], float], backward: dict[tuple[int, int], float]) -> None:
        super().__init__(deepcopy(CONFIG))
        self.said = forward, backward
        self.calls = 0

    def compare(  # type: ignore[no-untyped-def]
        self, demonstrated: EncodedScreen, screen: EncodedScreen, after=None
    ) -> list[MatchScores]:
        self.calls += 1
        n, m = demonstrated.tokens.shape[1], screen.tokens.shape[1]
        forward, backward = torch.full((1, n, m + 1), -8.0), torch.full((1, m, n + 1), -8.0)
        forward[..., -1] = backward[..., -1] = 0
        for (i, j), score in self.said[0].items():
            forward[0, i, j] = score
        for (i, j), score in self.said[1].items():
            backward[0, j, i] = score
        return [MatchScores(forward_logits=forward, backward_logits=backward)]


def _policy(forward: dict[tuple[int, int], float], backward: dict[tuple[int, int], float]) -> LamPolicy:
    return LamPolicy(_Scripted(forward, backward))


def test_both_directions_agree_and_it_acts() -> None:
    decision = _policy({(0, 1): 6}, {(0, 1): 5}).decide(Situation(STEP, SCREEN))
    assert decision.accepted
    assert decision.target is not None and decision.target.text == "Save"
    assert decision.confidence == pytest.approx(1 / (1 + np.exp(-5) * (1 + np.exp(-8))), abs=1e-3)
    assert decision.point == (90 + 10, 100 + 5)
    assert "“Save”" in decision.reason and "99%" in decision.reason


@pytest.mark.parametrize(("forward", "backward"), [(6, -1), (-1, 6)])
def test_one_direction_alone_is_not_enough(forward: float, backward: float) -> None:
    decision = _policy({(0, 1): forward}, {(0, 1): backward}).decide(Situation(STEP, SCREEN))
    assert not decision.accepted
    assert decision.confidence < 0.5


def test_absent_is_said_as_such() -> None:
    decision = _policy({}, {}).decide(Situation(STEP, SCREEN))
    assert decision.target is None and decision.point is None
    assert decision.absent > 0.9
    assert "not seem to be on this screen" in decision.reason


def test_two_equal_candidates_are_a_question() -> None:
    scores = {(0, 1): 6.0, (0, 2): 6.0}
    decision = _policy(scores, scores).decide(Situation(STEP, SCREEN))
    assert not decision.accepted
    assert {one.text for one in decision.candidates[:2]} == {"Save", "Print"}
    assert "90% is needed" in decision.reason


@pytest.mark.parametrize(
    ("twin", "shown_twice", "acts"), [(False, False, True), (True, False, False), (True, True, True)]
)
def test_of_two_that_say_what_is_wanted_nobody_knows_which(twin: bool, shown_twice: bool, acts: bool) -> None:
    """However sure the network is: a page may have two buttons of one name, and it was shown with one."""
    below = (_element("Open", 90, 140),) if twin else ()
    seen = (_element("Cancel", 10, 100), _element("Open", 90, 100), *below)
    before = replace(
        BEFORE, elements=(*BEFORE.elements, *((_element("Save", 10, 60),) if shown_twice else ()))
    )
    situation = Situation(replace(STEP, before=before), replace(SCREEN, elements=seen), wanted_text="Open")
    decision = _policy({(0, 1): 9}, {(0, 1): 9}).decide(situation)
    assert decision.target is not None and decision.target.box == seen[1].box
    assert decision.accepted is acts


BAR = tuple(Element(Box(10 + 30 * n, 10, 24, 24), "icon") for n in range(7))


@pytest.mark.parametrize("place", [4, 0])
def test_in_a_bar_the_answer_before_votes_is_told_and_nothing_is_surer_by_them(place: int) -> None:
    """The neighbours say that tool 4 stands at place 4; the network rather says another one, or this one."""
    scores = {(n, n): 7.0 for n in range(7) if n not in {0, 4}} | {(4, 4): 1.8, (4, 0): 1.8, (4, place): 2.0}
    before = Observation(FRAME, BAR, Box(0, 0, 300, 200))
    situation = Situation(DemonstratedStep(0, before, 4, (142, 22)), replace(before, elements=tuple(BAR)))
    decision = _policy(scores, scores).decide(situation)
    alone = decision.alone
    assert alone is not None and alone.target is not None and alone.target.box == BAR[place].box
    assert decision.target is not None and decision.target.box == BAR[4].box
    assert decision.confidence <= alone.confidence and alone.alone is None
    known = {one.box: one.probability for one in alone.candidates}
    assert all(one.probability <= known.get(one.box, 1.0) + 1e-6 for one in decision.candidates)
    assert decision.before_votes is alone and alone.before_votes is alone
    other = DemonstratedStep(0, replace(before, elements=BAR[:4]), 2, (82, 22))
    assert _policy({}, {}).decide(Situation(other, before)).alone is None  # four tools are no bar


def test_an_empty_screen_is_nothing_to_click_on() -> None:
    decision = _policy({}, {}).decide(Situation(STEP, replace(SCREEN, elements=())))
    assert not decision.accepted and decision.candidates == ()


def test_a_step_without_target_is_our_bug() -> None:
    with pytest.raises(LamBug):
        _policy({}, {}).decide(Situation(replace(STEP, target=None), SCREEN))


def test_the_row_decides_among_what_says_it() -> None:
    """The network prefers «Save», but the row wants «Print»: only what says so can be chosen."""
    decision = _policy({(0, 1): 9, (0, 2): 4}, {}).decide(Situation(STEP, SCREEN, "Print"))
    assert decision.accepted
    assert decision.target is not None and decision.target.text == "Print"


@pytest.mark.parametrize(
    ("said", "found"),
    [(("Print.",), 1), (("Print,", "Print"), 2), (("Print.", "Print,"), None), (("Prin.",), None)],
)
def test_a_stop_behind_it_says_no_other_thing(said: tuple[str, ...], found: int | None) -> None:
    """A link at the end of a sentence says its stop, too; what says exactly what is wanted goes before."""
    below = [_element(text, 90, 100 + 40 * at) for at, text in enumerate(said)]
    screen = replace(SCREEN, elements=(_element("Cancel", 10, 100), *below))
    scores: dict[tuple[int, int], float] = {(0, at): 9 for at in range(1, len(said) + 1)}
    decision = _policy(scores, {}).decide(Situation(STEP, screen, "Print"))
    assert decision.accepted is (found is not None)
    if found is not None:
        assert decision.target is not None and decision.target.box == screen.elements[found].box


@pytest.mark.parametrize("wanted", ["Prlnt", "Print 2", "Sorenson"])
def test_a_near_twin_is_never_chosen(wanted: str) -> None:
    decision = _policy({(0, 1): 9, (0, 2): 9}, {}).decide(Situation(STEP, SCREEN, wanted))
    assert not decision.accepted and decision.target is None
    assert wanted in decision.reason


def test_what_shows_beside_an_open_list_is_no_entry_of_it() -> None:
    """The cell of a table below says «Freight» as well, and is nearly as likely."""
    body = Window("Orders", "desk", "desk", Box(0, 0, 300, 200), "normal", 1)
    chosen = (_element("Pick-up", 10, 60, "list_item"), _element("Freight", 90, 150, "cell"))
    opened = replace(body, box=Box(5, 50, 80, 80), kind="popup")
    step = DemonstratedStep(0, replace(BEFORE, elements=chosen, windows=(body, opened)), 0, (20, 65))
    there = (_element("Freight", 20, 90, "list_item"), _element("Freight", 200, 150, "cell"))
    popup = replace(body, box=Box(10, 40, 100, 100), kind="popup", window_id=2)
    screen = replace(SCREEN, elements=there, windows=(body, popup))
    policy = _policy({(0, 0): 4.0, (0, 1): 4.5}, {(0, 0): 4.0, (0, 1): 4.5})
    for wanted in ("Freight", None):
        decision = policy.decide(Situation(step, screen, wanted))
        assert decision.point is not None and popup.box.contains(*decision.point)
    assert policy.decide(Situation(step, screen, "Freight")).accepted
    for elsewhere in ((body,), (body, replace(popup, process="other"))):
        decision = policy.decide(Situation(step, replace(screen, windows=elsewhere), "Freight"))
        assert not decision.accepted  # no list of the program is open: nothing tells them apart


def test_the_right_words_in_the_wrong_place_are_not_enough() -> None:
    decision = _policy({}, {}).decide(Situation(STEP, SCREEN, "Print"))
    assert not decision.accepted
    assert decision.absent > 0.9


def test_the_calibrated_confidence_decides() -> None:
    """Weights that go by how much of the demonstrated screen is found again, and by nothing else."""
    weights = tuple(float(sign == "found_again") * 4 for sign in SIGNS)
    model = _Scripted({(0, 1): 6}, {(0, 1): 6})
    model.config.confidence_weights = (*weights, 0.0)
    doubtful = LamPolicy(model).decide(Situation(STEP, SCREEN))
    assert not doubtful.accepted and doubtful.confidence == pytest.approx(0.5, abs=0.05)
    assert [one.text for one in doubtful.candidates][:1] == ["Save"]
    model.said[0][1, 0] = model.said[1][1, 0] = 6
    sure = LamPolicy(model).decide(Situation(STEP, SCREEN))
    assert sure.accepted and sure.target is not None and sure.target.text == "Save"


def test_the_same_two_screens_are_compared_once() -> None:
    model = _Scripted({(0, 1): 6}, {(0, 1): 6})
    policy = LamPolicy(model)
    for target in (0, 1, 0):
        policy.decide(Situation(replace(STEP, target=target), SCREEN))
    assert model.calls == 1
    policy.decide(Situation(STEP, replace(SCREEN)))
    assert model.calls == 2


def test_untrained_weights_act_on_nothing() -> None:
    torch.manual_seed(5)
    policy = LamPolicy(LamPolicyModel(CONFIG))
    for target in (0, 1):
        assert not policy.decide(Situation(replace(STEP, target=target), SCREEN)).accepted


def test_the_click_keeps_its_place_in_the_element() -> None:
    old, new = Box(0, 0, 100, 20), Box(200, 50, 300, 40)
    assert transferred_point((90, 10), old, new) == (200 + 280, 70)  # as far from its end
    assert transferred_point((50, 5), old, new) == (300, 60)  # as far from its beginning


def test_in_a_line_the_click_keeps_its_distance_from_the_nearer_end() -> None:
    word, line = Box(0, 0, 100, 20), Box(0, 0, 800, 20)
    assert transferred_point((50, 10), word, line) == (50, 10)
    assert transferred_point((150, 10), line, line) == (150, 10)
    assert transferred_point((780, 10), line, Box(0, 0, 400, 20)) == (390, 10)
    assert transferred_point((799, 10), line, line) == (794, 10)  # off the edge by 15 % of two heights
    assert transferred_point((50, 10), word, Box(0, 0, 80, 20)) == (40, 10)  # shorter: its share
    square = Box(0, 0, 40, 40)
    assert transferred_point((30, 10), square, Box(0, 0, 400, 400)) == (300, 100)


def test_on_a_crowded_screen_empty_cells_give_way_but_where_one_is_looked_for() -> None:
    cells = tuple(Element(Box(i, 0, 5, 5), "cell", score=0.9) for i in range(30))
    tools = tuple(Element(Box(i, 9, 5, 5), "icon", score=0.2) for i in range(8))
    said = (Element(Box(0, 20, 5, 5), "cell", "17", score=0.3),)
    assert set(range(30, 39)) <= set(strongest(cells + tools + said, 12))
    assert set(strongest(cells + tools + said, 12, keep=3)) == {3, 0, 1, *range(30, 39)}
    assert set(strongest(cells + tools + said, 12, keep=3, blank=True)) == set(range(12))


def test_a_cell_that_was_emptied_since_is_still_looked_at_on_a_crowded_screen() -> None:
    sheet = tuple(Element(Box(10 * (i % 20), 12 * (i // 20), 9, 10), "cell", score=0.9) for i in range(60))
    tools = tuple(Element(Box(10 * i, 150, 9, 9), "icon", score=0.2) for i in range(12))
    model = _Scripted({}, {})
    model.config.max_elements = 40
    shown = (replace(sheet[0], text="17"), *sheet[1:], *tools)
    seen = Observation(FRAME, (*sheet, *tools))
    for at, looked_at in ((0, 40), (1, 40), (60, 28)):
        step = DemonstratedStep(0, Observation(FRAME, shown), at, shown[at].box.center)
        found = LamPolicy(model).compare(Situation(step, seen)).elements
        assert len(found) == 40 and sum(one.kind == "cell" for one in found) == looked_at
        assert (sheet[at] if at < 60 else tools[0]) in found


def test_the_target_stays_however_crowded_the_screen() -> None:
    crowd = tuple(Element(Box(i, 0, 5, 5), "cell", score=i / 100) for i in range(50))
    kept = strongest(crowd, 10, keep=3)
    assert 3 in kept and len(kept) == 10 and kept == sorted(kept)
    assert set(kept) - {3} == set(range(41, 50))


@pytest.mark.parametrize("damage", ["missing", "truncated", "garbage"])
def test_damaged_weights_are_one_sentence(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "policy"
    if damage != "missing":
        LamPolicyModel(CONFIG).save_pretrained(folder)
        weights = folder / "model.safetensors"
        whole = weights.read_bytes()
        weights.write_bytes(whole[: len(whole) // 2] if damage == "truncated" else b"\0" * 100)
    with pytest.raises(EnvironmentFault, match="policy's weights .* are missing or damaged") as caught:
        LamPolicy.load(tmp_path)
    assert "\n" not in str(caught.value)


def test_weights_that_lack_a_part_are_refused(tmp_path: Path) -> None:
    model = LamPolicyModel(CONFIG)
    held = {name: tensor for name, tensor in model.state_dict().items() if not name.startswith("relations.")}
    model.save_pretrained(tmp_path / "policy", state_dict=held)
    with pytest.raises(EnvironmentFault, match="policy's weights .* are of another version"):
        LamPolicy.load(tmp_path)


def test_the_present_row_is_what_the_network_is_asked_about() -> None:
    network = _Scripted({(0, 1): 9}, {(0, 1): 9})
    asked: list[torch.Tensor] = []
    network.encode = lambda screen, known=None: (  # type: ignore[method-assign]
        asked.append(screen.follows), LamPolicyModel.encode(network, screen, known)
    )[1]  # fmt: skip
    decision = LamPolicy(network).decide(Situation(STEP, SCREEN, row={"Cancel": "Print"}))
    assert decision.accepted and decision.target is not None and decision.target.text == "Save"
    assert [follows.tolist() for follows in asked].count([[0, 1]]) == 1


def _says(text: str) -> Element:
    return Element(Box(0, 0, 60, 16), "cell", text)


def test_an_element_is_never_surer_than_against_the_next_best() -> None:
    """Two records that read the same: whatever the other signs say, it is one of two."""
    model = _Scripted({(0, 1): 6, (0, 2): 5.6}, {(0, 1): 6, (0, 2): 5.6})
    model.config.confidence_weights = (*(0.0 for _ in SIGNS), 9.0)
    decision = LamPolicy(model).decide(Situation(STEP, SCREEN))
    assert not decision.accepted and decision.confidence == pytest.approx(1 / (1 + np.exp(-0.4)), abs=0.01)


def test_the_row_tells_cells_apart_that_were_taken_for_one() -> None:
    """On both screens the name and what stands beside it are one element; the click keeps to the name."""
    picture = Image.new("RGB", (300, 200), "#f0f0f0")
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(15)
    for y, name in ((15, "Jonas Lindqvist"), (105, "Fatima Rahman")):
        pen.text((12, y), "09:20", "#101010", font)
        pen.text((80, y), name, "#101010", font)
    frame = np.asarray(picture)

    def cell(y: int, name: str) -> Element:
        return Element(Box(8, y - 5, 240, 30), "cell", f"09:20 {name}")

    before = Observation(frame, (cell(15, "Jonas Lindqvist"),), BEFORE.window)
    screen = Observation(frame, (cell(105, "Fatima Rahman"), *SCREEN.elements), BEFORE.window)
    step = DemonstratedStep(0, before, 0, (130, 22))
    situation = Situation(step, screen, "Fatima Rahman", row={"Jonas Lindqvist": "Fatima Rahman"})
    # Of the demonstrated screen's two pieces the second, of the present screen's the second too.
    policy = _policy({(1, 1): 6}, {(1, 1): 6})
    decision = policy.decide(situation)
    assert decision.accepted and decision.target is not None and decision.point is not None
    assert decision.target.text == "Fatima Rahman" and decision.point[0] > 80
    assert policy.compare(situation).sought.text == "Jonas Lindqvist"


def test_in_the_place_of_a_button_another_one_is_asked_about() -> None:
    """However sure the network is: what is called by other words may be another thing."""
    scores = {(0, 2): 9.0}
    assert _policy(scores, scores).decide(Situation(STEP, SCREEN)).confidence <= SAYS_OTHERWISE
    renamed = replace(SCREEN.elements[2], text="Save order")
    screen = replace(SCREEN, elements=(*SCREEN.elements[:2], renamed))
    assert _policy(scores, scores).decide(Situation(STEP, screen)).accepted


@pytest.mark.parametrize(("sought", "chosen"), [("radio", "radio"), ("text", "text")])
def test_a_mark_and_its_label_are_one_choice(sought: str, chosen: str) -> None:
    """Both say what is wanted; the chance of the choice is not shared between them."""
    mark = Element(Box(10, 102, 14, 14), "radio")
    label = Element(Box(30, 100, 60, 18), "text", "Courier")
    screen = Observation(FRAME, (mark, label), BEFORE.window)
    target = Element(Box(10, 12, 14, 14) if sought == "radio" else Box(30, 10, 60, 18), sought, "")  # type: ignore[arg-type]
    before = Observation(FRAME, (replace(target, text="Post" if sought == "text" else ""),), BEFORE.window)
    step = DemonstratedStep(0, before, 0, target.box.center)
    scores = {(0, 0): 6.0, (0, 1): 6.0}
    decision = _policy(scores, scores).decide(Situation(step, screen, "Courier", row={"Post": "Courier"}))
    assert decision.accepted and decision.target is not None and decision.target.kind == chosen


@pytest.mark.parametrize("others", [["Jonas Lindqvist"], ["Jonas Lindqvist", "09:20"]])
def test_a_piece_that_was_proposed_by_itself_is_the_target(others: list[str]) -> None:
    """Its own box may stick out of the cell that swallowed it."""
    picture = Image.new("RGB", (300, 200), "#f0f0f0")
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(15)
    pen.text((12, 25), "09:20", "#101010", font)
    pen.text((80, 25), "Jonas Lindqvist", "#101010", font)
    places = {"09:20": Box(4, 17, 60, 36), "Jonas Lindqvist": Box(74, 17, 140, 36)}
    cell = Element(Box(8, 20, 240, 30), "cell", "09:20 Jonas Lindqvist")
    own = tuple(Element(places[text], "cell", text) for text in others)
    before = Observation(np.asarray(picture), (cell, *own), BEFORE.window)
    situation = Situation(
        DemonstratedStep(0, before, 0, (130, 35)), SCREEN, "Print", row={"Jonas Lindqvist": "Print"}
    )
    assert _policy({}, {}).compare(situation).sought.text == "Jonas Lindqvist"


def test_a_field_that_stands_by_chance_in_the_line_of_a_cell_is_of_no_record() -> None:
    """A form with lines of 36 px beside a table with lines of 28, and buttons in the table's own lines."""
    fields = [Element(Box(126, 176 + 36 * n, 256, 27), "field") for n in range(5)]
    names = [Element(Box(713, 225 + 28 * n, 83, 28), "cell", f"Name {n}") for n in range(6)]
    buttons = [Element(Box(820, 227 + 28 * n, 60, 24), "button", "Edit") for n in range(6)]
    elements = [*fields, *names, *buttons]
    assert not any(_of_one_record(elements, 5 + n, field) for n in range(6) for field in range(5))
    assert all(_of_one_record(elements, 5 + n, 11 + n) for n in range(6))
    assert not _of_one_record(elements, 5, 12), "the next line's"
