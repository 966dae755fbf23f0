"""What is told to the network of how alike elements and their neighbours are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from lam_desktop.policy.lam.configuration_lam import LamConfig
from lam_desktop.policy.lam.likeness import (
    NEIGHBOURHOOD,
    Look,
    agreements,
    around,
    compared,
    neighbours,
)
from lam_desktop.policy.lam.modeling_lam import LamPolicyModel
from lam_desktop.policy.lam.network_lam import ScreenTensors
from lam_desktop.policy.lam.processing_lam import LamProcessor
from lam_desktop.types import Box, Element, Observation

CONFIG = LamConfig(width=16, blocks=2, heads=2, crop_px=16, buckets=64, max_grams=8)
FRAME = np.full((400, 600, 3), 255, np.uint8)
LEFT, ABOVE, COSINE_LEFT = 0, 2, 4
HEADER_LEFT, HEADER_ABOVE, HAS_LEFT, HAS_ABOVE = 12, 13, 14, 15
ONLY_RECORD = 6
SHARED_LINE, SHARED_COLUMN, WANTED_ON_LINE, WANTED_NEAR, ANY_WANTED = 16, 17, 18, 19, 21


def _screen(*elements: tuple[str, str, tuple[int, int, int, int]]) -> ScreenTensors:
    held = tuple(Element(Box(*box), kind, text) for kind, text, box in elements)  # type: ignore[arg-type]
    return LamProcessor(CONFIG).screen(Observation(FRAME, held, Box(0, 0, 600, 400)))


def _look(screen: ScreenTensors) -> Look:
    return LamPolicyModel(CONFIG).eval().encode(screen).look


def _numbers(a: ScreenTensors, b: ScreenTensors) -> torch.Tensor:
    """(N, M, NEIGHBOURHOOD)."""
    one, two = _look(a), _look(b)
    [planes] = neighbours(one, two, compared(one, two))
    numbers = planes.movedim(0, -1)
    assert numbers.shape == (a.kind.shape[1], b.kind.shape[1], NEIGHBOURHOOD)
    return numbers


def test_an_empty_field_is_known_by_the_label_beside_it() -> None:
    a = _screen(
        ("text", "Due date", (10, 10, 80, 16)), ("field", "", (100, 8, 200, 20)),
        ("text", "Customer", (10, 40, 80, 16)), ("field", "", (100, 38, 200, 20)),
    )  # fmt: skip
    b = _screen(
        ("text", "Customer", (50, 100, 80, 16)), ("field", "", (150, 98, 160, 20)),
        ("text", "Due date", (50, 150, 80, 16)), ("field", "", (150, 148, 160, 20)),
    )  # fmt: skip
    numbers = _numbers(a, b)
    assert numbers[[1, 3]][:, [1, 3], LEFT].tolist() == [[0, 1], [1, 0]]
    assert numbers[1, 3, COSINE_LEFT] > 0.99


def test_a_label_above_counts_as_such() -> None:
    a = _screen(("text", "City", (10, 10, 40, 16)), ("field", "", (10, 30, 200, 20)))
    b = _screen(("text", "City", (60, 10, 40, 16)), ("field", "", (10, 130, 200, 20)))
    assert _numbers(a, b)[1, 1, ABOVE] == 1
    assert _numbers(a, b)[1, 1, LEFT] == 0


def _table(names: Sequence[str]) -> ScreenTensors:
    cells = [("header", "Name", (10, 10, 90, 18)), ("header", "Sum", (110, 10, 90, 18))]
    for row, name in enumerate(names):
        y = 30 + 20 * row
        cells += [("cell", name, (10, y, 90, 18)), ("cell", "", (110, y, 90, 18))]
    return _screen(*cells)


def test_an_empty_cell_is_known_by_its_line_and_column() -> None:
    a, b = _table(["Miller", "Smith"]), _table(["Jones", "Smith", "Miller"])
    numbers = _numbers(a, b)
    sums_a, sums_b = [3, 5], [3, 5, 7]
    line = numbers[sums_a][:, sums_b, SHARED_LINE]
    assert line.argmax(1).tolist() == [2, 1]
    assert (line > 0).sum() == 2
    assert (numbers[sums_a][:, sums_b, SHARED_COLUMN] > 0).all()
    assert (numbers[2, 3, SHARED_LINE]) == 0  # Miller, and the sum of Jones


def test_a_cell_of_a_sheet_is_known_by_its_headers() -> None:
    def sheet(columns: str, rows: Sequence[str], said: str) -> ScreenTensors:
        cells = [("header", name, (50 + 60 * n, 30, 60, 18)) for n, name in enumerate(columns)]
        for y, row in enumerate(rows):
            cells.append(("header", row, (10, 50 + 20 * y, 40, 18)))
            cells += [("cell", said, (50 + 60 * n, 50 + 20 * y, 60, 18)) for n in range(len(columns))]
        return _screen(*cells)

    a, b = sheet("AB", ["1", "2"], ""), sheet("BC", ["2", "3"], "7")
    numbers = _numbers(a, b)
    b2, cell_b2 = 7, 3  # row 2, column B on either screen
    both = numbers[b2, :, HEADER_LEFT] * numbers[b2, :, HEADER_ABOVE]
    assert both.nonzero().flatten().tolist() == [cell_b2] and both[cell_b2] == 1
    a1 = 3
    assert (numbers[a1, :, HEADER_ABOVE] == 0).all() and (numbers[a1, :, HAS_ABOVE] == 1).all()
    assert (numbers[0, :, HAS_LEFT] == 0).all()


def test_what_follows_the_row_tells_the_record() -> None:
    a, b = _table(["Miller", "Smith"]), _table(["Jones", "Smith", "Miller"])
    a = LamProcessor(CONFIG).following(a, {2: "Jones"})
    numbers = _numbers(a, b)
    wanted = numbers[3, [3, 5, 7], WANTED_ON_LINE]
    assert wanted.tolist() == [1, 0, 0]
    assert numbers[3, [3, 5, 7], WANTED_NEAR].argmax() == 0
    assert (numbers[..., ANY_WANTED] == 1).all()
    assert numbers[5, [3, 5, 7], WANTED_ON_LINE].tolist() == [0, 0, 0]  # no mark on the line of Smith


def test_the_record_of_an_element_is_told_by_what_follows_the_row() -> None:
    """All that names it is on the element's line, and on no other."""

    def told(a: ScreenTensors, b: ScreenTensors, target: int) -> list[float]:
        return agreements(_look(a), _look(b), target)[:, ONLY_RECORD].tolist()

    a, b = _table(["Miller", "Smith"]), _table(["Jones", "Smith", "Miller"])
    of_miller, of_smith, line_of_jones = 3, 5, [2, 3]  # sums in `a`; name and sum in `b`
    assert not any(told(a, b, of_miller))
    followed = LamProcessor(CONFIG).following(a, {2: "Jones"})
    assert [at for at, one in enumerate(told(followed, b, of_miller)) if one] == line_of_jones
    assert not any(told(followed, _table(["Jones", "Jones"]), of_miller))  # said by two lines
    assert not any(told(followed, b, of_smith))  # nothing names the record of Smith
    half = LamProcessor(CONFIG).following(a, {2: "Jones", of_miller: "1.50"})
    assert not any(told(half, b, of_miller))


def test_what_names_a_record_stands_in_its_own_column() -> None:
    """A customer's name among the contacts of another line names nothing there, if columns have headers."""

    def table(
        lines: Sequence[Sequence[str]],
        headers: Sequence[str],
        *more: tuple[str, str, tuple[int, int, int, int]],
    ) -> ScreenTensors:
        cells = [("header", name, (10 + 100 * n, 10, 90, 18)) for n, name in enumerate(headers) if name]
        cells += more
        for row, line in enumerate(lines):
            cells += [("cell", text, (10 + 100 * n, 30 + 20 * row, 90, 18)) for n, text in enumerate(line)]
        return _screen(*cells)

    def lines(a: ScreenTensors, b: ScreenTensors) -> set[int]:
        followed = LamProcessor(CONFIG).following(a, {len(names): "Jones"})
        told = agreements(_look(followed), _look(b), len(names) + 1)[:, ONLY_RECORD]
        heads = int((b.kind == CONFIG.kinds.index("header")).sum())
        return {(int(at) - heads) // 2 for at in told.nonzero()} if told.any() else set()

    names = ("Customer", "Contact")
    shown = table([("Miller", "Lee")], names)
    present = [("Smith", "Jones"), ("Jones", "Kim")]
    assert lines(shown, table(present, names)) == {1}
    turned = [line[::-1] for line in present]
    assert lines(shown, table(turned, names[::-1])) == {1}
    assert not lines(shown, table([("Smith", "Jones")], names))  # the record is missing
    assert not lines(shown, table(present, ("Client", "Partner")))  # both lines may be meant
    assert lines(shown, table([("Smith", "Jones")], ("Client", "Partner"))) == {0}
    misread = table(present, ("nouerMeHorier", "Contact"))
    assert lines(table([("Miller", "Lee")], ("houerMeHorier", "Contact")), misread) == {1}
    part = ("header", "Cus", (10, 10, 40, 18))
    assert lines(shown, table(present, names, part)) == {1}, "it was proposed in part, too"


def test_nobody_is_beside_himself_and_padding_answers_nothing() -> None:
    edges = torch.tensor([[[0.0, 0, 1, 1], [1.2, 0, 2, 1], [0, 1.1, 1, 2], [0, 0, 0, 0]]])
    valid = torch.tensor([[True, True, True, False]])
    held = around(edges, valid, valid, valid)
    assert held.things.diagonal(dim1=2, dim2=3).sum() == 0
    assert held.things[0, :, :3].sum((1, 2)).tolist() == [1, 1, 1, 1]
    for part in (held.things, held.texts, held.headers, held.line, held.column, held.near):
        assert part[..., 3].sum() == 0


def test_one_element_agrees_as_all_compared_at_once_say() -> None:
    a, b = (_look(_table(names)) for names in (("Miller", "Kim"), ("Kim", "Miller", "Kim")))
    alike = compared(a, b)
    for target in range(alike.same.shape[1]):
        same, said, drawn = (one[0, target] for one in (alike.same, alike.said, alike.drawn))
        agreed = agreements(a, b, target)
        assert torch.allclose(agreed[:, :3], torch.stack([same, said, drawn], 1), atol=1e-6)
        assert torch.equal(agreed[:, 3] == 1, b.kind[0] == a.kind[0, target])
        assert torch.equal(agreed[:, 4:6], a.marks[0, target] + b.marks[0])
