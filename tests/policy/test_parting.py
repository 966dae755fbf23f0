"""Cells in one element are told apart by the row's values and a wide gap; names never by a space."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from lam_desktop.policy.lam.parting import apart_at, clicked_part, parted
from lam_desktop.types import Box, Element, ElementKind, Observation

FONT = ImageFont.load_default(15)
TIME, NAME, BORN = "09:20", "Fatima Rahman", "1966-09-30"


def seen(
    texts: list[tuple[int, str]], said: str, kind: ElementKind = "cell", line_at: int = 0
) -> Observation:
    """A line of texts at their places, all proposed as one element; perhaps with a line between cells."""
    picture = Image.new("RGB", (500, 80), "#fbfbfc")
    pen = ImageDraw.Draw(picture)
    for x, text in texts:
        pen.text((x, 26), text, "#22262d", FONT)
    if line_at:
        pen.line((line_at, 20, line_at, 51), "#aab2bd")
    box = Box(texts[0][0] - 6, 20, 420, 32)
    return Observation(
        np.asarray(picture), (Element(box, kind, said), Element(Box(0, 60, 40, 15), "text", "x"))
    )


def width(text: str) -> int:
    return round(FONT.getlength(text))


def column(*texts: str, gap: int) -> list[tuple[int, str]]:
    """Texts beside each other, so many pixels apart."""
    places, x = [], 20
    for text in texts:
        places.append((x, text))
        x += width(text) + gap
    return places


@pytest.mark.parametrize("gap", [11, 20, 40])
@pytest.mark.parametrize("line", [False, True])
def test_a_cell_that_swallowed_its_neighbour_gives_it_back(gap: int, line: bool) -> None:
    places = column(TIME, NAME, BORN, gap=gap)
    at = places[1][0] - gap // 2 if line else 0
    time, name, born, other = parted(seen(places, f"{TIME} {NAME} {BORN}", line_at=at), [NAME]).elements
    assert [one.text for one in (time, name, born)] == [TIME, NAME, BORN] and other.text == "x"
    left = places[1][0]
    assert left - gap <= name.box.x <= left and name.box.right >= left + width(NAME)
    assert time.box.right == name.box.x and name.box.right == born.box.x


@pytest.mark.parametrize(
    ("texts", "said", "value"),
    [
        (column("Anna Berg", "Junior", gap=4), "Anna Berg Junior", "Anna Berg"),
        (column("Anna", "Berg Junior", gap=20), "Anna Berg Junior", "Anna Berg"),
        (column(TIME, NAME, gap=20), f"{TIME} {NAME}", "Fatima"),
        (column(TIME, NAME, gap=20), f"{TIME} {NAME}", "Peter Nguyen"),
        (column(TIME, NAME, gap=20), f"{TIME} {NAME}i", NAME),
        (column(NAME, gap=20), NAME, NAME),
    ],
)
def test_what_no_gap_sets_apart_as_a_whole_stays_one(
    texts: list[tuple[int, str]], said: str, value: str
) -> None:
    whole = seen(texts, said)
    assert parted(whole, [value]) is whole


def test_a_button_and_a_text_of_two_lines_stay_one() -> None:
    places = column(TIME, NAME, gap=20)
    for whole in (seen(places, f"{TIME} {NAME}", "button"), seen(places, f"{TIME}\n{NAME}")):
        assert parted(whole, [NAME]) is whole


def test_a_piece_that_is_there_already_does_not_come_twice() -> None:
    whole = seen(column(TIME, NAME, gap=20), f"{TIME} {NAME}")
    name = Element(Box(70, 20, 130, 32), "cell", NAME)
    both = Observation(whole.frame, (*whole.elements, name))
    assert [one.text for one in parted(both, [NAME]).elements].count(NAME) == 1


def test_an_element_beyond_the_edge_takes_nothing_down() -> None:
    frame = np.zeros((40, 60, 3), np.uint8)
    outside = Observation(frame, (Element(Box(58, 0, 40, 20), "cell", f"{TIME} {NAME}"),))
    assert parted(outside, [NAME]) is outside


def table(*lines: tuple[str, str], merged: int | Collection[int], gap: int = 6) -> Observation:
    """Lines of two texts in two columns; in the lines `merged` both are proposed as one link."""
    merged = {merged} if isinstance(merged, int) else set(merged)
    picture = Image.new("RGB", (500, 40 + 30 * len(lines)), "#fbfbfc")
    pen = ImageDraw.Draw(picture)
    second = 20 + max(width(left) for left, _ in lines) + gap
    elements: list[Element] = []
    for n, (left, right) in enumerate(lines):
        y = 20 + 30 * n
        for x, text in ((20, left), (second, right)):
            pen.text((x, y), text, "#22262d", FONT)
        boxes = [Box(20, y, width(left), 20), Box(second, y, width(right), 20)]
        if n in merged:
            elements.append(Element(boxes[0].union(boxes[1]), "link", f"{left} {right}"))
        else:
            elements += [Element(box, "link", text) for box, text in zip(boxes, (left, right), strict=True)]
    return Observation(np.asarray(picture), tuple(elements))


ACTIONS = [("Open record", "Print")] * 4


@pytest.mark.parametrize(("at", "clicked"), [(0.2, "Open record"), (0.9, "Print")])
def test_of_two_links_in_one_the_one_that_was_clicked_is_the_target(at: float, clicked: str) -> None:
    seen = table(*ACTIONS, merged=2)
    target = next(n for n, one in enumerate(seen.elements) if one.text == "Open record Print")
    box = seen.elements[target].box
    alone, index = clicked_part(seen, target, (box.x + round(at * box.w), box.center[1]))
    assert alone.elements[index].text == clicked
    assert len(alone.elements) == len(seen.elements) + 1


def test_a_target_that_other_lines_show_as_one_stays_one() -> None:
    """Two lines of six show two elements; in the others the words are one name."""
    seen = table(*[("Anna", "Berg")] * 2, merged=1)
    box = seen.elements[2].box
    below = [Element(box.moved(0, 30 * n), "link", "Anna Berg") for n in range(1, 5)]
    seen = Observation(seen.frame, (*seen.elements, *below))
    assert clicked_part(seen, 2, (box.x + 4, box.center[1])) == (seen, 2)
    single = table(("Open record", "Print"), merged=0)
    assert clicked_part(single, 0, single.elements[0].box.center) == (single, 0)


def _headed(observation: Observation, *names: str) -> Observation:
    return Observation(
        observation.frame,
        tuple(
            replace(one, kind="header") if one.text in names else replace(one, kind="cell")
            for one in observation.elements
        ),
    )


CODES = [
    ("Due", "Code"), ("02/06/1989", "PO/2945"), ("08/17/1984", "K-77120"), ("12/12/2023", "RE/9071"),
    ("08/18/2026", "K/33715"), ("01/16/2006", "K/10163"), ("09/13/2005", "SX/1203"), ("05/20/2023", "MBY"),
]  # fmt: skip


def test_lines_that_are_one_element_speak_for_a_gap_that_the_headings_leave() -> None:
    """Most lines of the table were taken for one element each; one is two, and so are the headings."""
    drawn = table(*CODES, merged=range(1, 7), gap=9)
    at = drawn.elements[2].box
    apart = apart_at(_headed(drawn, "Due", "Code"), at)
    assert apart is not None
    assert [one.text for one in apart.elements[2:4]] == ["02/06/1989", "PO/2945"]
    assert apart_at(_headed(drawn), at) is None, "no heading says that these are two columns"
    assert apart_at(drawn, at.moved(1, 0)) is None, "nothing is there"


def test_ink_that_goes_on_where_others_leave_a_gap_speaks_against_it() -> None:
    names = [("First", "Last"), ("Anna", "Berg"), ("Bernadette", "Li"), ("Jo", "Wagnerova"), ("Al", "Sun")]
    drawn = table(*names[:2], *names[2:] * 2, ("Anna", "Ek"), ("Anna", "Os"), merged=range(1, 8), gap=9)
    closed = [
        one if one.kind == "header" or not one.text.startswith(("Bern", "Jo", "Al"))
        else replace(one, box=one.box.moved(-14, 0))
        for one in _headed(drawn, "First", "Last").elements
    ]  # fmt: skip
    seen = Observation(drawn.frame, tuple(closed))
    crossed = np.array(seen.frame)
    for one in closed:
        if one.text.startswith(("Bern", "Jo", "Al")):
            crossed[one.box.y + 8 : one.box.y + 12, one.box.x + 20 : one.box.right - 4] = 30
    assert apart_at(Observation(crossed, seen.elements), closed[2].box) is None


def test_a_narrow_gap_tells_a_value_apart_where_the_column_says_so() -> None:
    """The gap is no wider than one between words; three other lines have their columns there."""
    lines = [
        ("Lena Petit", "Max Kim"),
        ("Eva Stekoubreing", "Cho, Peter"),
        ("Ana Wagner", "Omar Li"),
        ("Bo Li", "Tim"),
    ]
    seen = table(*lines, merged=1)
    kind: ElementKind = "cell"
    cells = Observation(seen.frame, tuple(replace(one, kind=kind) for one in seen.elements))
    assert "Eva Stekoubreing" in [one.text for one in parted(cells, ["Eva Stekoubreing"]).elements]
    alone = Observation(seen.frame, tuple(one for one in cells.elements if " Cho" in one.text))
    assert parted(alone, ["Eva Stekoubreing"]) is alone


@pytest.mark.parametrize("cut_px", [2, 4])
def test_what_reaches_in_from_the_cell_beside_it_is_no_part_of_a_name(cut_px: int) -> None:
    """The box begins within the last figure of the time, which is read as a bracket."""
    places = column(TIME, NAME, gap=16)
    screen = seen(places, f") {NAME}")
    left = places[0][0] + width(TIME) - cut_px
    whole = replace(screen.elements[0], box=Box(left, 20, 200, 32))
    name, _ = parted(replace(screen, elements=(whole, screen.elements[1])), [NAME]).elements
    assert name.text == NAME and places[1][0] - 16 <= name.box.x <= places[1][0]
    assert name.box.right == whole.box.right


def test_an_initial_before_a_name_stays() -> None:
    places = column("J", NAME, gap=5)
    screen = seen(places, f"J {NAME}")
    box = Box(places[0][0], 20, 200, 32)
    whole = replace(screen.elements[0], box=box)
    assert parted(replace(screen, elements=(whole, screen.elements[1])), [NAME]).elements[0] == whole
