"""What a person showed during runs of a task, kept in its folder for teaching (docs/corrections.md).

corrections/0001.json         what was asked, what they did or pointed at, and whether the row went on by it
corrections/0001-before.png   the screen before, without secrets and other programs
corrections/0001-after.png    and after
"""

from __future__ import annotations

import contextlib
import json
import struct
from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import cv2
import numpy as np

from lam_desktop.errors import EnvironmentFault, LamBug, LamUserError
from lam_desktop.held_frames import HeldFrames
from lam_desktop.tasks.declining import CLOSING_KEYS
from lam_desktop.tasks.files import Files
from lam_desktop.tasks.provenance.captions import quoted
from lam_desktop.tasks.storage.vault import replace_file
from lam_desktop.types import KINDS, Box, Element, Frame, Observation

FOLDER = "corrections"
MOST_PIXELS = 1 << 26
"""Of one picture: two screens of 8K."""
MOST_TOGETHER = 1 << 28
"""Pixels of all pictures that are read; what is older is left out."""
MOST_TAUGHT = 1 << 27
"""The same of those that a run relies on: 16 screens of 4K."""
NO_FRAME: Frame = np.zeros((0, 0, 3), np.uint8)
MOST_PX = 1 << 20
"""No screen, and no place on one, is further away than this."""
BOTH = ("before", "after")
PNG_SIGN = b"\x89PNG\r\n\x1a\n"
PNG_HEAD = PNG_SIGN + b"\0\0\0\rIHDR"
"""How each PNG begins; its width and height follow."""
DAMAGED = (
    OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError, RecursionError,
    cv2.error, LamUserError,
)  # fmt: skip
"""What reading one may raise: it is left out, and the run goes on without it."""


@dataclass(frozen=True, eq=False)
class Interruption:
    """A dialog that no step is about, and by what the person closed it."""

    seen: Observation
    """The screen with the dialog in front."""
    target: int | None
    """Index into `seen.elements` of what they clicked; None where they pressed a key."""
    point: tuple[int, int] | None
    """Where, frame pixels."""
    keys: tuple[str, ...]
    """What they pressed; empty where they clicked."""
    texts: tuple[tuple[str, ...], ...]
    """The words of each of its texts, sorted: without figures, and without what the row says."""
    own_window: bool
    """It is a window of its own, and not drawn into another one."""


@dataclass(frozen=True)
class ShownPlace:
    """The one element that the person pointed at, or clicked, for a step."""

    target: int
    """Index into `Correction.before.elements`."""
    point: tuple[int, int]
    """Where, frame pixels."""
    of: str
    """Which step it is the place of, also when steps before it come or go: `taught.print_of_step`."""
    values: Mapping[str, str]
    """Demonstrated text of a value -> what stood for it in that row; those alone that the screen showed."""
    bound: str = ""
    """Why it tells nothing of other rows, as a sentence; empty: it may."""


@dataclass(frozen=True, eq=False)
class Correction:
    """What the person did, or pointed at, in place of one step."""

    row: int
    step: int
    caption: str
    asked: str
    """Why the agent had asked."""
    did: tuple[Mapping[str, Any], ...]
    """In order: `{"click": [x, y], "on": text}`, `{"keys": […]}`, or `{"typed": true}`, never what; or
    `{"pointed": [x, y], "on": text}` alone, where they only pointed and the agent clicked."""
    run: str
    """The run's folder, relative to the library."""
    before: Observation
    after: Observation
    done: bool | None = None
    """Whether the row went on behind the step; None: not known."""
    interruption: Interruption | None = None
    place: ShownPlace | None = None
    """None: no one element, or one that may not be kept."""

    @property
    def pointed(self) -> bool:
        """Whether the person only pointed, and the agent clicked there."""
        return any("pointed" in one for one in self.did)

    @property
    def told(self) -> str:
        """One line for a person."""
        return _told(self.step, self.caption, self.did, self.done, self.interruption is not None)


@dataclass(frozen=True)
class Words:
    """What is said of a correction, without its screens; it may be that these are damaged."""

    name: str
    """Such as `0001`."""
    told: str
    """One line for a person."""
    done: bool | None
    """As `Correction.done`."""
    closed: bool
    """Whether it is a dialog that the person closed."""
    of: str | None
    """As `ShownPlace.of`; None where it has no place."""
    bound: str
    """As `ShownPlace.bound`."""


class Corrections:
    """Those of one task. Raises EnvironmentFault where the disk refuses."""

    def __init__(self, task_folder: Path, files: Files) -> None:
        self._folder = task_folder / FOLDER
        self._files = files

    def all(self) -> list[Correction]:
        """Oldest first; what is damaged is left out, and what is too much to be held at once."""
        return [one for _, one in self.named()]

    def named(self) -> list[tuple[str, Correction]]:
        """The same with their names, such as `0001`."""
        return [(name, one) for name, one in self._read(BOTH) if one is not None][::-1]

    def words(self) -> list[Words]:
        """What is said of each, oldest first; no picture is read."""
        found: list[Words] = []
        for path in self._files_of_words():
            with contextlib.suppress(*DAMAGED):
                found.append(_words(path.stem, json.loads(self._files.read(path))))
        return found

    def before(self, names: Collection[str]) -> tuple[list[tuple[str, Correction]], bool]:
        """Those of these names that are not damaged, oldest first, each without the screen after; and whether
        older ones of them were left out, as too much to be held at once."""
        found, left_out = self.newest(dict.fromkeys(names, ""), len(names))
        return found, bool(left_out)

    def newest(self, of: Mapping[str, str], most: int) -> tuple[list[tuple[str, Correction]], str]:
        """As `before`, but of each step (`of`: name -> step) only the newest `most` that are not damaged; and
        the newest that was left out, as too much to be held at once, or nothing."""
        read = Counter[str]()
        found: list[tuple[str, Correction]] = []
        for name, one in self._read(("before",), lambda n, _: n in of and read[of[n]] < most, MOST_TAUGHT):
            if one is None:
                return found[::-1], name
            read[of[name]] += 1
            found.append((name, one))
        return found[::-1], ""

    @property
    def count(self) -> int:
        """How many there are, damaged ones included; none is read."""
        return len(self._files_of_words())

    def interruptions(self) -> list[Interruption]:
        """The dialogs that were closed once, newest first."""
        read = self._read(("before",), lambda _, held: held.get("interruption") is not None)
        return [one.interruption for _, one in read if one is not None and one.interruption is not None]

    def add(self, correction: Correction) -> Path:
        """Keeps it; the file in which it says what was done."""
        with self._disk():
            self._folder.mkdir(exist_ok=True)
            number = max((int(path.stem) for path in self._files_of_words()), default=0) + 1
            path = self._folder / f"{number:04d}.json"
            for when, seen in zip(BOTH, (correction.before, correction.after), strict=True):
                picture = self._folder / f"{number:04d}-{when}.png"
                replace_file(picture, self._files.encode(picture, _png(seen.frame)))
        self.write(path, correction)
        return path

    def write(self, path: Path, correction: Correction) -> None:
        """Writes its words anew."""
        text = json.dumps(_plain(correction), ensure_ascii=False, indent=1)
        with self._disk():
            replace_file(path, self._files.encode(path, text.encode(errors="backslashreplace")))

    def _files_of_words(self) -> list[Path]:
        if not self._folder.is_dir():
            return []
        return sorted(path for path in self._folder.glob("*.json") if path.stem.isdecimal())

    def _read(
        self,
        whens: tuple[str, ...],
        wanted: Callable[[str, dict[str, Any]], bool] = lambda _, __: True,
        most: int | None = None,
    ) -> Iterator[tuple[str, Correction | None]]:
        """Newest first, with these pictures of each; None, and no more, where together they are too much.

        `wanted` is asked by name and words, before any picture is read.
        """
        most = MOST_TOGETHER if most is None else most
        together = 0
        frames = HeldFrames()  # most are of the same few screens
        for path in reversed(self._files_of_words()):
            with contextlib.suppress(*DAMAGED):
                held = json.loads(self._files.read(path))
                if not wanted(path.stem, held):
                    continue
                pictures = [self._files.read(path.with_name(f"{path.stem}-{when}.png")) for when in whens]
                together += sum(map(_pixels, pictures))
                if together > most:
                    yield path.stem, None
                    return
                yield path.stem, _correction(held, frames, *map(_frame, pictures))

    @contextlib.contextmanager
    def _disk(self) -> Generator[None]:
        try:
            yield
        except OSError as error:
            raise EnvironmentFault(
                f"{self._folder} cannot be written ({error.strerror}); free some space or check its"
                " permissions."
            ) from error


def _told(step: int, caption: str, did: Sequence[Mapping[str, Any]], done: bool | None, closed: bool) -> str:
    on = next((str(one["on"]) for one in did if one.get("on")), "")
    what = "pointed at by you" if any("pointed" in one for one in did) else "done by you"
    what = f"{what}, on {quoted(on)}" if on else what
    what = "a dialog closed" if closed else what
    unsure = "" if done or closed else ", not seen to be done"
    return f"step {step} ({caption}): {what}{unsure}"


def _words(name: str, held: dict[str, Any]) -> Words:
    _check_words(held)
    closed, place = held.get("interruption") is not None, held.get("place")
    of, bound = (None, "") if place is None else (place["of"], place["bound"])
    if not isinstance(bound, str) or not (of is None or isinstance(of, str)):
        raise TypeError("a text that is none")
    told = _told(held["step"], held["caption"], held["did"], held["done"], closed)
    return Words(name, told, held["done"], closed, of, bound)


def _png(frame: Frame) -> bytes:
    done, data = cv2.imencode(".png", cv2.cvtColor(frame, cv2.COLOR_RGB2BGR))
    if not done:
        raise LamBug(f"a frame of shape {frame.shape} cannot be written as a picture")
    return data.tobytes()


def _pixels(data: bytes) -> int:
    """How many a picture that `_png` made says that it has; ValueError where it is none, or none of a screen.

    The task may be somebody else's: what a picture unpacks into is asked before it is unpacked.
    """
    if len(data) < len(PNG_HEAD) + 8 or not data.startswith(PNG_HEAD):
        raise ValueError("no picture of ours")
    width, height = struct.unpack_from(">II", data, len(PNG_HEAD))
    if not 0 < width * height <= MOST_PIXELS:
        raise ValueError(f"a picture of {width}x{height} pixels is none of a screen")
    at = len(PNG_SIGN)
    while at < len(data):  # OpenCV makes room for as much as a chunk says that it has
        (size,) = struct.unpack_from(">I", data.ljust(at + 4, b"\0"), at)
        at += 12 + size
    if at > len(data):
        raise ValueError("a picture that is cut off")
    return width * height


def _frame(data: bytes) -> Frame:
    """RGB of a picture that `_png` made."""
    read = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if read is None:
        raise ValueError("no picture")
    return cast(Frame, cv2.cvtColor(read, cv2.COLOR_BGR2RGB))


def _plain(one: Correction) -> dict[str, Any]:
    found: dict[str, Any] = {
        "row": one.row, "step": one.step, "caption": one.caption, "asked": one.asked, "did": list(one.did),
        "run": one.run, "done": one.done, "window": _numbers(one.before.window),
        "origin": list(one.before.origin),
        "elements": [
            {"box": _numbers(each.box), "kind": each.kind, "text": each.text, "score": round(each.score, 3)}
            for each in one.before.elements
        ],
    }  # fmt: skip
    if (place := one.place) is not None:
        found["place"] = {
            "target": place.target, "point": list(place.point), "of": place.of, "values": dict(place.values),
            "bound": place.bound,
        }  # fmt: skip
    if (met := one.interruption) is not None:
        found["interruption"] = {
            "target": met.target, "point": met.point, "keys": list(met.keys),
            "texts": [list(words) for words in met.texts], "own_window": met.own_window,
        }  # fmt: skip
    return found


def _numbers(box: Box | None) -> list[int] | None:
    return None if box is None else [box.x, box.y, box.w, box.h]


def _correction(
    held: dict[str, Any], frames: HeldFrames, before: Frame, after: Frame = NO_FRAME
) -> Correction:
    _check_words(held)
    height, width = before.shape[:2]
    elements = tuple(_element(one) for one in held["elements"])
    window = None if held["window"] is None else Box(*map(int, held["window"]))
    x, y = map(int, held["origin"])
    if not all(_is_near(one.box, width, height) for one in elements):
        raise ValueError("an element that is not in the picture")
    if max(map(abs, (x, y, *(_numbers(window) or ())))) > MOST_PX:
        raise ValueError("a place of no screen")
    seen = Observation(frames.held(before), elements, window, (x, y))
    met = held.get("interruption")
    return Correction(
        held["row"], held["step"], held["caption"], held["asked"], tuple(held["did"]), held["run"], seen,
        replace(seen, frame=frames.held(after), elements=()), held["done"],
        None if met is None else _interruption(met, seen),
        None if (place := held.get("place")) is None else _place(place, seen),
    )  # fmt: skip


def _check_words(held: dict[str, Any]) -> None:
    """Raises TypeError where what is said is of other types than what `_plain` writes."""
    texts = held["caption"], held["asked"], held["run"]
    numbers = held["row"], held["step"]
    if not all(isinstance(one, str) for one in texts) or not all(type(one) is int for one in numbers):
        raise TypeError("a text or a number that is none")
    if held["done"] is not None and not isinstance(held["done"], bool):
        raise TypeError("it was done, or not")
    if not isinstance(held["did"], list) or not all(isinstance(one, dict) for one in held["did"]):
        raise TypeError("nothing that anybody did")


def _is_near(box: Box, width: int, height: int) -> bool:
    """Whether a box lies in a picture of that size; a little of it may stand out."""
    return (
        0 < box.w <= 2 * width and 0 < box.h <= 2 * height
        and -width <= box.x <= width and -height <= box.y <= height
    )  # fmt: skip


def _element(one: dict[str, Any]) -> Element:
    score = float(one.get("score", 1.0))
    if one["kind"] not in KINDS or not 0 <= score <= 1:
        raise ValueError("no such kind, or no such score")
    return Element(Box(*map(int, one["box"])), one["kind"], str(one["text"]), score=score)


def _place(held: dict[str, Any], seen: Observation) -> ShownPlace:
    target, (x, y), of, values = held["target"], held["point"], held["of"], held["values"]
    if isinstance(target, bool) or not isinstance(target, int) or not 0 <= target < len(seen.elements):
        raise ValueError("no such element")
    if not seen.elements[target].box.contains(int(x), int(y)):
        raise ValueError("what was pointed at is not there")
    texts = [of, held["bound"], *values, *values.values()]
    if not all(isinstance(one, str) for one in texts):
        raise TypeError("a text that is none")
    return ShownPlace(target, (int(x), int(y)), of, dict(values), held["bound"])


def _interruption(met: dict[str, Any], seen: Observation) -> Interruption:
    target, point, keys = met["target"], met["point"], tuple(met["keys"])
    texts = tuple(tuple(str(word) for word in words) for words in met["texts"])
    if not texts:
        raise ValueError("it says nothing")
    if target is None:
        if not keys or not {*keys} <= CLOSING_KEYS:
            raise ValueError("no key that closes a dialog")
        return Interruption(seen, None, None, keys, texts, bool(met["own_window"]))
    if not 0 <= target < len(seen.elements):
        raise ValueError("no such element")
    x, y = point
    return Interruption(seen, int(target), (int(x), int(y)), (), texts, bool(met["own_window"]))
