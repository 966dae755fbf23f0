"""The detector: maps to boxes and back, storage, and what damaged weights say."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
import torch

from lam_desktop.errors import EnvironmentFault
from lam_desktop.learning.detector_data import Label, TargetMaps, target_maps
from lam_desktop.models_dir import find_models
from lam_desktop.perception.detector.configuration_detector import ElementDetectorConfig
from lam_desktop.perception.detector.engine import DetectorEngine
from lam_desktop.perception.detector.modeling_detector import ElementDetector
from lam_desktop.perception.detector.network_detector import ElementMaps
from lam_desktop.perception.detector.processing_detector import (
    ElementDetectorProcessor,
    Proposal,
    without_doubles,
)
from lam_desktop.types import KINDS, Box, ElementKind
from tests.drawn import draw, form_elements

TINY = ElementDetectorConfig(widths=(4, 4, 4, 4, 4), depths=(1, 1, 1))


def _maps(target: TargetMaps) -> ElementMaps:
    """A perfect network's answer."""
    kinds = torch.zeros(1, len(KINDS), *target.kind.shape)
    kinds.scatter_(1, target.kind.clamp(min=0)[None, None], 9.0)
    return ElementMaps(
        mask=(target.inside * 16 - 8)[None],
        edges=target.edges[None],
        kinds=kinds,
        checked=(target.checked * 16 - 8)[None],
    )


def test_what_training_paints_decoding_reads() -> None:
    boxes = {
        "button": Box(13, 10, 75, 25),
        "field": Box(100, 10, 150, 24),
        "text": Box(13, 50, 60, 13),
        "checkbox": Box(101, 50, 14, 14),
        "radio": Box(130, 50, 15, 15),
        "cell": Box(13, 80, 90, 18),
        "header": Box(103, 80, 90, 18),
        "icon": Box(200, 50, 22, 22),
    }
    labels = [
        Label((b.x, b.y, b.right, b.bottom), KINDS.index(kind), kind == "checkbox" if b.w < 16 else None)  # type: ignore[arg-type]
        for kind, b in boxes.items()
    ]
    processor = ElementDetectorProcessor(TINY)
    found = processor.proposals(_maps(target_maps(labels, 128, 256, TINY.inset)), (256, 128))
    assert {one.kind: one.box for one in found} == boxes
    assert {one.kind: one.checked for one in found if one.checked is not None} == {
        "checkbox": True,
        "radio": False,
    }


def test_neighbours_that_ran_into_one_part_of_the_mask_are_told_apart() -> None:
    """Entries of a list, a few pixels apart: between them the mask leaks, but each cell knows its own box."""
    entries = [Box(13, 10 + 18 * n, 180, 18) for n in range(4)]
    labels = [Label((b.x, b.y, b.right, b.bottom), KINDS.index("list_item"), None) for b in entries]
    maps = _maps(target_maps(labels, 128, 256, TINY.inset))
    assert maps.mask is not None and maps.edges is not None
    leak = 18  # a column of cells in which nothing keeps the entries apart
    for row in range(3, 20):
        if maps.mask[0, row, leak] < 0:
            own = next(b for b in entries if b.y <= 4 * row + 2 < b.bottom)
            x, y = 4 * leak + 2, 4 * row + 2
            away = torch.tensor([x - own.x, y - own.y, own.right - x, own.bottom - y])
            maps.mask[0, row, leak] = 8
            maps.edges[0, :, row, leak] = torch.log1p(away / 4)
    found = ElementDetectorProcessor(TINY).proposals(maps, (256, 128))
    assert sorted((one.box for one in found), key=lambda box: box.y) == entries


@pytest.mark.parametrize(("ends_there", "pieces"), [(True, 2), (False, 1)])
def test_a_gap_keeps_two_elements_apart_where_both_end_at_it(ends_there: bool, pieces: int) -> None:
    """Cells of a table: the middle of the long one votes for an end that lies in the short one."""
    short, long = Box(12, 20, 48, 32), Box(60, 20, 124, 32)
    boxes = [short, long] if ends_there else [short.union(long)]
    labels = [Label((b.x, b.y, b.right, b.bottom), KINDS.index("cell"), None) for b in boxes]
    maps = _maps(target_maps(labels, 64, 256, TINY.inset))
    assert maps.mask is not None and maps.edges is not None
    inside = maps.mask[0, :, 40 // 4] > 0
    for column in range(52 // 4, 68 // 4):
        if not ends_there or maps.mask[0, 32 // 4, column] < 0:
            maps.mask[0, inside, column] = 0.5  # a chance of 0.62
    middle = slice(84 // 4, 160 // 4)
    if ends_there:
        far = maps.edges[0, 0, :, middle].expm1() * 4 + 40
        maps.edges[0, 0, :, middle] = torch.log1p(far / 4)
        maps.mask[0, inside, middle] = 9  # it is the surest of all
    found = ElementDetectorProcessor(TINY).proposals(maps, (256, 64))
    assert sorted((one.box for one in found), key=lambda box: box.x) == boxes and len(boxes) == pieces


@pytest.mark.parametrize("kind", ["text", "button", "field"])
def test_a_long_element_stays_one_where_its_middle_knows_neither_end(kind: ElementKind) -> None:
    line = Box(8, 20, 400, 16)
    label = Label((line.x, line.y, line.right, line.bottom), KINDS.index(kind), None)
    maps = _maps(target_maps([label], 64, 448, TINY.inset))
    assert maps.edges is not None
    for side in (0, 2):  # nobody looks further than 80 pixels to the left and right
        maps.edges[0, side] = maps.edges[0, side].clamp(max=float(np.log1p(80 / 4)))
    [found] = ElementDetectorProcessor(TINY).proposals(maps, (448, 64))
    assert found.box == line


@pytest.mark.parametrize(
    ("kinds", "pieces"),
    [(("menu_item", "menu_item"), 1), (("menu_item", "cell"), 1), (("cell", "cell"), 2)],
)
def test_a_short_cut_belongs_to_its_menu_entry(kinds: tuple[ElementKind, ElementKind], pieces: int) -> None:
    """At one end nobody sees the other; what two cells of a table vote for may lie over each other, too."""
    first, second = (KINDS.index(kind) for kind in kinds)
    maps = _maps(target_maps([Label((8, 20, 300, 42), first, None)], 64, 320, TINY.inset))
    assert maps.edges is not None and maps.kinds is not None
    for side in (0, 2):
        maps.edges[0, side] = maps.edges[0, side].clamp(max=float(np.log1p(120 / 4)))
    out_of_sight = slice(200 // 4, None)
    maps.kinds[0, :, :, out_of_sight] = 0
    maps.kinds[0, second, :, out_of_sight] = 9
    found = ElementDetectorProcessor(TINY).proposals(maps, (320, 64))
    assert len(found) == pieces, found


def test_a_state_that_is_not_sure_is_not_said() -> None:
    box = Box(101, 50, 14, 14)
    label = Label((box.x, box.y, box.right, box.bottom), KINDS.index("checkbox"), True)
    maps = _maps(target_maps([label], 128, 256, TINY.inset))
    assert maps.checked is not None
    said = []
    for logit in (-6.0, -0.5, 0.5, 6.0):
        maps.checked[:] = logit
        [found] = ElementDetectorProcessor(TINY).proposals(maps, (256, 128))
        said.append(found.checked)
    assert said == [False, None, None, True]


def test_nothing_on_the_map_is_no_element() -> None:
    maps = _maps(target_maps([], 64, 64, TINY.inset))
    assert ElementDetectorProcessor(TINY).proposals(maps, (64, 64)) == []


def test_boxes_end_at_the_picture() -> None:
    label = Label((-20, 10, 300, 40), KINDS.index("field"), None)
    [found] = ElementDetectorProcessor(TINY).proposals(
        _maps(target_maps([label], 64, 256, TINY.inset)), (250, 60)
    )
    assert found.box == Box(0, 10, 250, 30)


@pytest.mark.parametrize("size", [(1, 1), (33, 64), (100, 250)])
def test_any_size_goes_in_and_maps_come_out_at_stride_4(size: tuple[int, int]) -> None:
    pixels = ElementDetectorProcessor(TINY).pixels(np.zeros((*size, 3), np.uint8))
    height, width = pixels.shape[2:]
    assert height % 32 == 0 and width % 32 == 0 and height >= size[0] and width >= size[1]
    with torch.inference_mode():
        maps = ElementDetector(TINY).eval()(pixels)
    assert maps.mask.shape == (1, height // 4, width // 4)
    assert maps.edges.shape == (1, 4, height // 4, width // 4)
    assert maps.kinds.shape == (1, len(KINDS), height // 4, width // 4)
    assert maps.checked.shape == (1, height // 4, width // 4)


def test_an_untrained_network_sees_nothing() -> None:
    torch.manual_seed(1)
    pixels = torch.rand(1, 3, 64, 64)
    with torch.inference_mode():
        mask = ElementDetector(TINY).eval()(pixels).mask
    assert float(mask.sigmoid().mean()) < 0.5


@pytest.mark.parametrize("narrow", [False, True])
def test_the_engine_says_what_the_network_says(tmp_path: Path, narrow: bool) -> None:
    """Folding the norms, storing in half precision and counting in bfloat16 change little."""
    torch.manual_seed(2)
    model = ElementDetector(TINY)
    pixels = torch.rand(4, 3, 64, 64)
    model.train()(pixels)  # norms that are not the identity
    model.eval()
    frame = (pixels[0].permute(1, 2, 0).numpy() * 255).astype(np.uint8)
    with torch.inference_mode():
        wanted = model(ElementDetectorProcessor(TINY).pixels(frame))
    model.save_pretrained(tmp_path)
    said = DetectorEngine(tmp_path, narrow).maps(frame)
    for name in ("mask", "edges", "kinds", "checked"):
        told, meant = getattr(said, name), getattr(wanted, name)
        far = (told.float() - meant).abs()
        assert float(far.max()) < 0.1 * float(meant.abs().max()), name


@pytest.mark.parametrize(("narrow", "least"), [(False, 1.0), (True, 0.97)])
def test_the_engine_sees_what_the_shipped_network_sees(narrow: bool, least: float) -> None:
    folder = find_models() / "detector"
    model = ElementDetector.from_pretrained(folder, dtype=torch.float32).eval()
    engine = DetectorEngine(folder, narrow)
    seen = alike = 0
    for seed in range(12):
        frame = np.ascontiguousarray(draw(form_elements(random.Random(seed), 6), dark=bool(seed % 2)))
        processor = engine.processor
        with torch.inference_mode():
            maps = model(processor.pixels(frame))
        told = [(one.kind, one.box) for one in engine.propose(frame)]
        for one in processor.proposals(maps, (frame.shape[1], frame.shape[0])):
            seen += 1
            alike += any(kind == one.kind and box.iou(one.box) > 0.85 for kind, box in told)
    assert seen > 60 and alike >= least * seen


@pytest.mark.parametrize("damage", ["missing", "truncated"])
def test_damaged_weights_are_one_sentence(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "detector"
    if damage == "truncated":
        ElementDetector(TINY).save_pretrained(folder)
        weights = folder / "model.safetensors"
        weights.write_bytes(weights.read_bytes()[:-100])
    with pytest.raises(EnvironmentFault, match="weights in .* are missing or damaged") as caught:
        DetectorEngine(folder)
    assert "\n" not in str(caught.value)


def test_an_element_in_two_pieces_is_proposed_once() -> None:
    whole = Proposal(Box(10, 10, 200, 24), "field", 0.9, None)
    piece = Proposal(Box(14, 10, 190, 25), "field", 0.8, None)
    inner = Proposal(Box(180, 12, 20, 20), "icon", 0.9, None)
    other = Proposal(Box(10, 40, 200, 24), "field", 0.9, None)
    assert without_doubles([whole, piece, inner, other]) == [whole, inner, other]
    assert without_doubles([]) == []
