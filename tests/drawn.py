"""Small screens drawn in an instant, where rendering real programs would take too long."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from lam_desktop.data.corpus import records
from lam_desktop.data.corpus.spec import PageElement
from lam_desktop.perception.detector.processing_detector import Proposal
from lam_desktop.types import Box, Element, ElementKind, Frame, Observation

SIZE = (320, 224)
LABELS = ("Name", "City", "Email", "Phone", "Amount", "Due date", "Order", "Street")


def form_elements(rng: random.Random, fields: int = 4) -> list[PageElement]:
    """Labelled fields in a column at a random place, and a Save button."""
    x, y, step = rng.randint(4, 40), rng.randint(4, 30), rng.randint(30, 36)
    names = LABELS[:fields]
    made = []
    for row, name in enumerate(names):
        top = y + row * step
        made.append(_element(f"{name}/label", "text", name, (x, top + 4, 60, 14)))
        made.append(_element(name, "field", "", (x + 80, top, 120, 22)))
    made.append(_element("save", "button", "Save", (x + 80, y + fields * step, 60, 24)))
    return made


def draw(elements: list[PageElement], dark: bool = False) -> Frame:
    """The elements as a person would see them."""
    back, ink, line = ("#202428", "#f0f0f0", "#808080") if dark else ("#f4f4f4", "#101010", "#909090")
    picture = Image.new("RGB", SIZE, back)
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(12)
    for one in elements:
        x, y, w, h = one.box
        if one.kind != "text":
            pen.rectangle((x, y, x + w - 1, y + h - 1), outline=line)
        if one.text:
            pen.text((x + (0 if one.kind == "text" else 6), y + 1), one.text, ink, font)
    return np.asarray(picture)


def drawn_corpus(folder: Path, programs: int = 3) -> Path:
    """A corpus of drawn forms, each in two looks."""
    (folder / "pages").mkdir(parents=True)
    pages = []
    for number in range(programs):
        for look in "AB":
            rng = random.Random(f"{number}/{look}")
            elements = form_elements(rng, 2 + number % 3)
            image = f"pages/{number}-{look}.png"
            Image.fromarray(draw(elements, dark=look == "B")).save(folder / image)
            place = {"size": SIZE, "window": (0, 0, *SIZE), "root": folder, "image": image}
            pages.append(
                records.Page(
                    f"drawn-{number}", "base", look, "chromium", "en", elements=tuple(elements), **place
                )
            )
    (folder / "records-drawn.jsonl").write_text("".join(map(records.to_line, pages)))
    (folder / "manifest.json").write_text(json.dumps({"version": records.VERSION}))
    return folder


def in_two_states(corpus: Path) -> Path:
    """The drawn corpus, each form with its button and without it."""
    path = corpus / "records-drawn.jsonl"
    pages = records.read_file(path, corpus)
    others = [
        replace(
            page, state="sent", elements=page.elements[:-1], image=page.image.replace(".png", "-sent.png")
        )
        for page in pages
    ]
    for page, other in zip(pages, others, strict=True):
        (corpus / other.image).write_bytes((corpus / page.image).read_bytes())
    path.write_text("".join(map(records.to_line, [*pages, *others])))
    return corpus


def observation(elements: list[PageElement], dark: bool = False) -> Observation:
    """What perception would make of them, were it perfect."""
    seen = tuple(Element(Box(*one.box), _kind(one.kind), one.text) for one in elements)
    return Observation(draw(elements, dark), seen, Box(0, 0, *SIZE))


def proposals_by_ink(frame: Frame) -> list[Proposal]:
    """What is drawn on a plain ground, piece by piece: a detector that needs no training."""
    grey = frame.astype(np.int16).sum(2)
    ink = (np.abs(grey - int(np.median(grey))) > 60).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(ink, np.ones((5, 9), np.uint8)))
    return [Proposal(Box(*(int(v) for v in stats[n, :4])), "button", 0.9, None) for n in range(1, count)]


def _element(name: str, kind: str, text: str, box: tuple[int, int, int, int]) -> PageElement:
    return PageElement(name, kind, text, box, None, True, False, None, kind != "text", 1.0)


def _kind(name: str) -> ElementKind:
    return name  # type: ignore[return-value]
