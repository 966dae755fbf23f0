"""What is recognised in one picture is painted over in every one that shows it, and looked for again."""

from collections.abc import Sequence

import numpy as np

from lam_desktop.sharing.masker import Masker
from lam_desktop.sharing.painting import COLOUR, painted, patches_of
from lam_desktop.sharing.standins import StandIns
from lam_desktop.sharing.tally import Tally
from lam_desktop.sharing.terms import Terms
from lam_desktop.types import Box, Element, Frame


class Sign:
    """A parser that knows what stands where, and sees it while it is not painted over."""

    def __init__(self, elements: Sequence[Element], blind_to: int | None = None) -> None:
        self.elements, self.blind_to, self.looks = elements, blind_to, 0

    def parse(self, frame: Frame, region: Box | None = None) -> tuple[Element, ...]:
        self.looks += 1
        if self.looks == self.blind_to:
            return ()
        return tuple(one for one in self.elements if not np.all(one.box.crop(frame) == COLOUR))

    def forget(self) -> None:
        pass

    def read(self, frame: Frame, box: Box) -> tuple[str, float]:
        return "", 1.0


def masker(*cells: str, keep: Sequence[str] = ()) -> Masker:
    terms = Terms((), keep)
    for cell in cells:
        terms.add(cell, "value of the row")
    return Masker(terms, StandIns(), Tally())


def look(parser: Sign, mask: Masker, frames: int = 1) -> list[list[Box]]:
    frame = np.full((200, 300, 3), 250, np.uint8)
    found = patches_of(range(frames), lambda _: frame, parser, mask, lambda _: None)
    return [[patch.box for patch in found[number]] for number in range(frames)]


def covers(boxes: Sequence[Box], box: Box) -> bool:
    return any(one.holds(box) for one in boxes)


NAME, OTHER = Box(10, 10, 80, 20), Box(10, 50, 80, 20)


def test_the_place_is_of_one_colour_and_the_rest_as_it_was() -> None:
    rng = np.random.default_rng(3)
    frame = rng.integers(0, 255, (200, 300, 3), np.uint8)
    parser = Sign([Element(NAME, "field", "Maria Sorensen")])
    patches = patches_of([1], lambda _: frame, parser, masker("Maria Sorensen"), lambda _: None)[1]
    made = painted(frame, patches)
    assert np.all(NAME.crop(made) == COLOUR)
    outside = np.ones(frame.shape[:2], bool)
    for patch in patches:
        patch.box.crop(outside)[...] = False  # type: ignore[arg-type]
    assert np.array_equal(made[outside], frame[outside]) and outside.any()


def test_only_what_is_personal_is_painted_over() -> None:
    [boxes] = look(
        Sign([Element(NAME, "field", "Sorensen"), Element(OTHER, "button", "Save")]), masker("Maria Sorensen")
    )
    assert covers(boxes, NAME) and not any(box.overlaps(OTHER) for box in boxes)


def test_a_doubtful_reading_with_figures_is_painted_over_unless_it_is_kept() -> None:
    parser = Sign([Element(NAME, "text", "no 77", 0.5), Element(OTHER, "text", "Save", 0.5)])
    [boxes] = look(parser, masker())
    assert covers(boxes, NAME) and len(boxes) == 1
    assert look(parser, masker(keep=("no 77",))) == [[]]
    assert look(Sign([Element(NAME, "text", "no 77", 0.99)]), masker()) == [[]]


def test_what_one_picture_shows_is_painted_over_in_all_that_look_alike_there() -> None:
    parser = Sign([Element(NAME, "field", "Sorensen")], blind_to=2)
    boxes = look(parser, masker("Sorensen"), frames=3)
    assert all(covers(one, NAME) for one in boxes)


def test_what_the_first_look_missed_is_found_by_the_second() -> None:
    parser = Sign([Element(NAME, "field", "Sorensen")], blind_to=1)
    [boxes] = look(parser, masker("Sorensen"))
    assert covers(boxes, NAME) and parser.looks == 3, "read, read again, and once more as painted"


def test_the_column_of_a_masked_cell_names_other_people() -> None:
    cells = [
        Element(Box(10, 20 + 25 * row, 90, 22), "cell", name)
        for row, name in enumerate(("Ada B", "Jonas L", "Maria Sorensen"))
    ]
    beside = Element(Box(120, 20, 60, 22), "cell", "24")
    apart = Element(Box(10, 170, 90, 22), "cell", "Total")
    [boxes] = look(Sign([*cells, beside, apart]), masker("Maria Sorensen"))
    assert all(covers(boxes, cell.box) for cell in cells)
    assert not covers(boxes, beside.box) and not covers(boxes, apart.box)


def test_of_a_large_field_only_what_is_written_is_painted_over() -> None:
    field, written = Box(20, 20, 250, 160), Box(30, 40, 90, 10)
    frame = np.full((200, 300, 3), 250, np.uint8)
    frame[20:180, 20] = 0  # its edge, as high as the field
    written.crop(frame)[:, ::4] = 0
    found = patches_of([1], lambda _: frame, Once(field), masker("Maria Sorensen"), lambda _: None)[1]
    assert covers([patch.box for patch in found], written)
    assert sum(patch.box.area for patch in found) < field.area / 4


class Once(Sign):
    """Sees a text in its field while something is drawn there."""

    def __init__(self, field: Box) -> None:
        super().__init__([Element(field, "field", "Dear Maria Sorensen")])

    def parse(self, frame: Frame, region: Box | None = None) -> tuple[Element, ...]:
        return tuple(one for one in self.elements if (one.box.expanded(-5).crop(frame) == 0).any())
