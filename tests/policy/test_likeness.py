"""What is told to the network of how alike elements and their neighbours are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from lam_desktop.policy.lam.configuration_lam import LamConfig
from lam_desktop.policy.lam.likeness import NEIGHBOURHOOD, Look, around, compared, neighbours
from lam_desktop.policy.lam.modeling_lam import LamPolicyModel, ScreenTensors
from lam_desktop.policy.lam.processing_lam import LamProcessor
from lam_desktop.types import Box, Element, Observation

CONFIG = LamConfig(width=16, blocks=2, heads=2, crop_px=16, buckets=64, max_grams=8)
FRAME = np.full((400, 600, 3), 255, np.uint8)
LEFT, ABOVE, COSINE_LEFT = 0, 2, 4
SHARED_LINE, SHARED_COLUMN, WANTED_ON_LINE, WANTED_NEAR, ANY_WANTED = 12, 13, 14, 15, 17


def _screen(*elements: tuple[str, str, tuple[int, int, int, int]]) -> ScreenTensors:
    held = tuple(Element(Box(*box), kind, text) for kind, text, box in elements)  # type: ignore[arg-type]
    return LamProcessor(CONFIG).screen(Observation(FRAME, held, Box(0, 0, 600, 400)))


def _look(screen: ScreenTensors) -> Look:
    return LamPolicyModel(CONFIG).eval().encode(screen).look


def _numbers(a: ScreenTensors, b: ScreenTensors) -> torch.Tensor:
    """(N, M, NEIGHBOURHOOD)."""
    one, two = _look(a), _look(b)
    [numbers] = neighbours(one, two, compared(one, two))
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


def test_what_follows_the_row_tells_the_record() -> None:
    a, b = _table(["Miller", "Smith"]), _table(["Jones", "Smith", "Miller"])
    a = LamProcessor(CONFIG).following(a, {2: "Jones"})
    numbers = _numbers(a, b)
    wanted = numbers[3, [3, 5, 7], WANTED_ON_LINE]
    assert wanted.tolist() == [1, 0, 0]
    assert numbers[3, [3, 5, 7], WANTED_NEAR].argmax() == 0
    assert (numbers[..., ANY_WANTED] == 1).all()
    assert numbers[5, [3, 5, 7], WANTED_ON_LINE].tolist() == [0, 0, 0]  # no mark on the line of Smith


def test_nobody_is_beside_himself_and_padding_answers_nothing() -> None:
    edges = torch.tensor([[[0.0, 0, 1, 1], [1.2, 0, 2, 1], [0, 1.1, 1, 2], [0, 0, 0, 0]]])
    valid = torch.tensor([[True, True, True, False]])
    held = around(edges, valid, valid)
    assert held.things.diagonal(dim1=2, dim2=3).sum() == 0
    assert held.things[0, :, :3].sum((1, 2)).tolist() == [1, 1, 1, 1]
    for part in (held.things, held.texts, held.line, held.column, held.near):
        assert part[..., 3].sum() == 0
