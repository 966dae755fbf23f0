"""The values that the parts exchange: boxes, elements, observations, decisions, actions, verdicts.

Coordinate frame everywhere, unless said otherwise: physical pixels of the virtual desktop, x to the
right, y down, origin as `mss` reports it. No torch here.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeVar, get_args

import numpy as np
import numpy.typing as npt

Sample = TypeVar("Sample", bound=np.generic)
Frame = npt.NDArray[np.uint8]
"""A screenshot, shape (height, width, 3), RGB."""

ElementKind = Literal[
    "text",
    "button",
    "icon",
    "field",
    "combo",
    "checkbox",
    "radio",
    "tab",
    "cell",
    "menu_item",
    "list_item",
    "header",
    "link",
    "window_control",
    "spin",
]
KINDS: tuple[ElementKind, ...] = get_args(ElementKind)
"""Kinds in the order of the detector's class scores."""


@dataclass(frozen=True, slots=True)
class Box:
    """An axis-parallel box in pixels: left, top, width, height; right and bottom are exclusive."""

    x: int
    y: int
    w: int
    h: int

    def __post_init__(self) -> None:
        if self.w < 0 or self.h < 0:
            raise ValueError(f"a box needs a size of at least 0, got {self.w}x{self.h}")

    @property
    def right(self) -> int:
        """First column to the right of the box."""
        return self.x + self.w

    @property
    def bottom(self) -> int:
        """First row below the box."""
        return self.y + self.h

    @property
    def area(self) -> int:
        """Size in pixels."""
        return self.w * self.h

    @property
    def center(self) -> tuple[int, int]:
        """The middle pixel."""
        return self.x + self.w // 2, self.y + self.h // 2

    def contains(self, x: float, y: float) -> bool:
        """Whether the point lies inside."""
        return self.x <= x < self.right and self.y <= y < self.bottom

    def holds(self, other: Box, slack_px: int = 0) -> bool:
        """Whether all of `other` lies inside, but for so many pixels on each side."""
        return self.expanded(slack_px).intersection(other) == other

    def overlaps(self, other: Box) -> bool:
        """Whether they have a pixel in common: asked of every pair of elements, so it makes no box."""
        return (
            max(self.x, other.x) < min(self.x + self.w, other.x + other.w)
            and max(self.y, other.y) < min(self.y + self.h, other.y + other.h)
        )  # fmt: skip

    def intersection(self, other: Box) -> Box:
        """The common part; of size 0 where there is none."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        return Box(x, y, max(0, min(self.right, other.right) - x), max(0, min(self.bottom, other.bottom) - y))

    def union(self, other: Box) -> Box:
        """The smallest box around both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Box(x, y, max(self.right, other.right) - x, max(self.bottom, other.bottom) - y)

    def iou(self, other: Box) -> float:
        """Intersection over union, in 0..1."""
        if not self.overlaps(other):
            return 0.0
        common = self.intersection(other).area
        return common / (self.area + other.area - common)

    def expanded(self, margin: int) -> Box:
        """The box grown by `margin` pixels on every side (shrunk where negative, never below size 0)."""
        return Box(self.x - margin, self.y - margin, max(0, self.w + 2 * margin), max(0, self.h + 2 * margin))

    def moved(self, dx: int, dy: int) -> Box:
        """The box shifted by (dx, dy)."""
        return Box(self.x + dx, self.y + dy, self.w, self.h)

    def crop(self, frame: npt.NDArray[Sample]) -> npt.NDArray[Sample]:
        """What a frame, or what is told of its pixels, shows inside the box; the rest is left out."""
        height, width = frame.shape[:2]
        return frame[
            max(0, self.y) : max(0, min(height, self.bottom)), max(0, self.x) : max(0, min(width, self.right))
        ]


@dataclass(frozen=True, slots=True)
class Element:
    """One thing on the screen that perception proposes. Kind and text are features, not truths."""

    box: Box
    kind: ElementKind
    text: str = ""
    """What it says as read by OCR; empty where it says nothing."""
    text_confidence: float = 1.0
    """Mean probability of the recognised characters, 0..1."""
    score: float = 1.0
    """The detector's confidence that something is there, 0..1."""
    checked: bool | None = None
    """State of a check box or radio button as seen; None for all other kinds or where unsure."""
    letters: tuple[float, ...] = field(default=(), compare=False, repr=False)
    """Probability of each character of `text`, 0..1; empty where that is not known."""
    enabled: bool | None = None
    """False: surely greyed out, as seen. True: it looks as if it can be pressed. None where unsure."""


@dataclass(frozen=True, slots=True)
class Window:
    """A window on the desktop."""

    title: str
    wm_class: str
    process: str
    box: Box
    """Client area, physical pixels of the virtual desktop."""
    kind: str = "normal"
    """normal, dialog, popup, menu or desktop."""
    window_id: int = 0
    pid: int | None = None
    instance: str = ""
    """Tells its process from every other one, also of other sessions; empty where that is not known."""


class HeldFrame(Protocol):
    """A picture that takes little memory until it is asked for."""

    def unpacked(self) -> Frame:
        """The whole picture, exactly as it was."""
        ...


class _Picture:
    """Field of an observation: a picture, or one that is held packed, and unpacked when it is asked for."""

    def __get__(self, seen: Observation | None, owner: type | None = None) -> Frame:
        if seen is None:
            raise AttributeError("frame")  # to a dataclass: a field without a default
        held: Frame | HeldFrame = seen.__dict__["frame"]
        return held if isinstance(held, np.ndarray) else held.unpacked()

    def __set__(self, seen: Observation, frame: Frame | HeldFrame) -> None:
        seen.__dict__["frame"] = frame


@dataclass(frozen=True, eq=False)
class Observation:
    """One look at the screen."""

    frame: _Picture = _Picture()
    """(H, W, 3) uint8 RGB, the whole virtual desktop; pixel (0, 0) lies at `origin`. May be given packed."""
    elements: tuple[Element, ...] = ()
    """Boxes in *frame* pixels."""
    window: Box | None = None
    """Client area of the window that the step belongs to, frame pixels; None: the whole frame."""
    origin: tuple[int, int] = (0, 0)
    windows: tuple[Window, ...] = ()
    """All windows, bottom to top; boxes in frame pixels."""

    def with_elements(self, elements: tuple[Element, ...]) -> Observation:
        """The same look with other elements; a packed picture stays packed."""
        other = copy.copy(self)
        other.__dict__["elements"] = elements
        return other


@dataclass(frozen=True, slots=True)
class Candidate:
    """One element that a policy considered."""

    box: Box
    """Frame pixels."""
    kind: ElementKind
    text: str
    probability: float


@dataclass(frozen=True, eq=False)
class DemonstratedStep:
    """What one step of the demonstration showed, ready for matching."""

    index: int
    before: Observation
    target: int | None
    """Index into `before.elements` of the element acted on; None: a step without a target (keys)."""
    point: tuple[int, int] | None
    """Where the person clicked, frame pixels of `before`."""
    after: Observation | None = None
    effect_s: float | None = None
    """Seconds from the action to `after`, at most; None: not known."""
    beside: tuple[Observation, ...] = ()
    """What windows of other programs showed before the step, each with its window as the first of `windows`;
    only where the work came into its program with this step."""
    others: tuple[DemonstratedStep, ...] = ()
    """The same step in other demonstrations, in which something else came of it."""
    clicked_before: tuple[int, int] | None = None
    """Where the last click before this step went, frame pixels of `before`: it may have the focus."""

    @property
    def acted_on(self) -> Element | None:
        """The element that the step is about; None for a step without a target."""
        return None if self.target is None else self.before.elements[self.target]


ENTRY_KINDS: frozenset[ElementKind] = frozenset({"field", "combo", "spin"})
"""Kinds of elements that hold what was entered, while they stay what and where they are."""
LINE_KINDS: frozenset[ElementKind] = frozenset({"text", "list_item", "menu_item", "header", "cell", "link"})
"""Kinds that a line of words may be proposed as."""
CALLED_KINDS: frozenset[ElementKind] = frozenset({"button", "tab", "menu_item", "link"})
"""Kinds that are known, and clicked, by what they say."""
POPUP_KINDS = frozenset({"popup", "menu"})
"""Kinds of windows that are open lists and menus, tooltips and the like; "menu" is surely one."""


@dataclass(frozen=True, eq=False)
class Situation:
    """All that a policy may use for one decision."""

    step: DemonstratedStep
    screen: Observation
    wanted_text: str | None = None
    """What the target must say instead of the demonstrated text, where the choice follows the row."""
    history: tuple[int, ...] = ()
    """Indices of the steps already done in this row."""
    row: Mapping[str, str] = field(default_factory=dict[str, str])
    """Text of each of the row's values in the demonstration -> what stands for it in the present row."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Where a policy would act, how sure it is, and why."""

    target: Candidate | None
    """The chosen element; None: it is not there, or the policy cannot tell."""
    point: tuple[int, int] | None
    """Where to click, frame pixels."""
    confidence: float
    """Calibrated probability that a click at `point` lands in the demonstrated element, 0..1."""
    threshold: float
    """Below this the agent must not act."""
    absent: float
    """Probability that the element is not on the screen."""
    candidates: tuple[Candidate, ...]
    """Best first."""
    reason: str
    """One plain sentence."""
    rests_on: str = ""
    """Where a person showed the place, in words: «row 3»; empty: the demonstration alone tells it."""
    alone: Decision | None = None
    """What it was before neighbours in a bar voted; None where none did. What was sure then may be doubtful
    now, and still contradicts what others say."""

    @property
    def accepted(self) -> bool:
        """Whether the policy is sure enough to act."""
        return self.target is not None and self.point is not None and self.confidence >= self.threshold

    @property
    def before_votes(self) -> Decision:
        """What it was before neighbours in a bar voted."""
        return self if self.alone is None else self.alone


@dataclass(frozen=True, slots=True)
class Moment:
    """Which of some demonstrated screens the present one is."""

    chances: tuple[float, ...]
    """Probability of each demonstrated screen."""
    unexpected: float
    """Probability that it is none of them."""


MouseButton = Literal["left", "middle", "right"]
MOUSE_BUTTONS: tuple[MouseButton, ...] = get_args(MouseButton)


@dataclass(frozen=True, slots=True)
class Click:
    """Press and release at a point; desktop pixels."""

    point: tuple[int, int]
    button: MouseButton = "left"
    count: int = 1
    modifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drag:
    """Press at `start`, move, release at `end`; desktop pixels."""

    start: tuple[int, int]
    end: tuple[int, int]
    button: MouseButton = "left"
    modifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scroll:
    """Turn the wheel over a point; notches, dy > 0 scrolls up, dx > 0 to the right."""

    point: tuple[int, int]
    dx: int
    dy: int


@dataclass(frozen=True, slots=True)
class TypeText:
    """Text that must arrive exactly, in any script and keyboard layout."""

    text: str
    secret: bool = False


@dataclass(frozen=True, slots=True)
class PressKeys:
    """Keys pressed together, in pyautogui's names, the last one last: ("ctrl", "s")."""

    keys: tuple[str, ...]


Action = Click | Drag | Scroll | TypeText | PressKeys


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an action had the effect that the demonstration showed."""

    ok: bool
    reason: str
    """One plain sentence."""
    evidence: dict[str, Any] = field(default_factory=dict[str, Any])
    """What was compared; goes into the journal."""
