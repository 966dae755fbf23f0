"""What the network is given: pictures kept where nothing changed, and elements that follow a row."""

from __future__ import annotations

import random

import numpy as np
import torch

from lam_desktop.policy.lam.network_lam import ScreenTensors
from lam_desktop.policy.lam.processing_lam import LamProcessor, crops
from lam_desktop.policy.lam.settings_lam import LamSettings
from lam_desktop.types import Box, Element, Frame, Observation

CONFIG = LamSettings(width=16, blocks=1, heads=2, crop_px=16, buckets=64, max_grams=8)


def _elements(rng: random.Random) -> tuple[Element, ...]:
    boxes = [Box(rng.randrange(-5, 390), rng.randrange(-5, 290), rng.randint(1, 90), 20) for _ in range(12)]
    return tuple(Element(box, "button", rng.choice(("Save", "Open"))) for box in boxes)


def _scribbled(frame: Frame, rng: random.Random) -> Frame:
    frame = frame.copy()
    x, y = rng.randrange(380), rng.randrange(280)
    frame[y : y + rng.randint(1, 40), x : x + rng.randint(1, 60), rng.randrange(3)] ^= 255
    return frame


def test_remembered_pictures_equal_fresh_ones() -> None:
    rng = random.Random(1)
    processor = LamProcessor(CONFIG)
    frame = np.random.default_rng(1).integers(0, 255, (300, 400, 3), dtype=np.uint8)
    elements = _elements(rng)
    for _ in range(40):
        frame = _scribbled(frame, rng)
        if rng.random() < 0.3:
            elements = _elements(rng)[: rng.randrange(12)] + elements[4:]
        if rng.random() < 0.1:
            frame = np.ascontiguousarray(frame[: 300 - rng.randrange(3), : 400 - rng.randrange(3)])
        boxes = [one.box for one in elements]
        given = processor.screen(Observation(frame, elements, None)).crops[0].numpy()
        assert np.array_equal(given, crops(frame, boxes, _unit(elements), CONFIG.crop_px))


def test_an_element_that_follows_the_row_says_the_wanted_text_and_nothing_else_changes() -> None:
    elements = _elements(random.Random(2))
    frame = np.full((300, 400, 3), 200, np.uint8)
    processor = LamProcessor(CONFIG)
    screen = processor.screen(Observation(frame, elements, None))
    following = processor.following(screen, {3: "Express"})
    said = processor.screen(
        Observation(
            frame, (*elements[:3], Element(elements[3].box, "button", "Express"), *elements[4:]), None
        )
    )
    for name in ("grams", "words"):
        assert torch.equal(getattr(following, name), getattr(said, name))
        assert not torch.equal(getattr(following, name), getattr(screen, name))
    assert following.follows.nonzero().tolist() == [[0, 3]] and not screen.follows.any()
    for name in set(ScreenTensors.__dataclass_fields__) - {"grams", "words", "follows"}:
        assert getattr(following, name) is getattr(screen, name)


def _unit(elements: tuple[Element, ...]) -> float:
    return float(np.median([one.box.h for one in elements]))
