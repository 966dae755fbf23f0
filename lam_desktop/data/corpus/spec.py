"""What a generated program is: toolkit-independent trees of widgets, their states, and the finished pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

KINDS = (
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
)

LANGUAGES = ("en", "de", "fr", "zh", "es", "it", "pl", "ru", "ja", "nl")
HELD_OUT_LANGUAGE = "nl"
"""Only programs of the test split are in it."""
TOOLKITS = ("chromium", "qt", "tk")
LOOKS = ("A", "B")
AGAIN = "C"
"""Look A once more with other data and another state of its controls, as a program on one's own machine."""
DIALOG = "dialog/"
"""Prefix of the ids of all that a dialog in front of the program holds."""
OTHER_WINDOW = "other/"
"""Prefix of the ids of elements outside the program's own windows (neighbour window, taskbar)."""


@dataclass(frozen=True)
class Column:
    """One table column: `key` names it across looks, `make` says which values its cells take.

    `control` is the role of the widgets that stand in it, "" for data; `options` are those of a combo box.
    """

    key: str
    title: str
    make: str
    control: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Record:
    """One table row or mail: `key` is the record's identity, `cells` its values, one a column."""

    key: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Node:
    """One widget or container of a program.

    `role` decides how renderers draw it (see `grammar` for the roles), `id` is its identity across looks.
    `make` names the sort of value an input takes; `value` is the value shown (filled in for each look).
    Widgets in a record's row carry the `group` and `record` of their elements.
    """

    role: str
    id: str
    text: str = ""
    icon: str = ""
    make: str = ""
    value: str = ""
    placeholder: str = ""
    variant: str = ""
    options: tuple[str, ...] = ()
    option_keys: tuple[str, ...] = ()
    children: tuple[Node, ...] = ()
    columns: tuple[Column, ...] = ()
    records: tuple[Record, ...] = ()
    checked: bool = False
    enabled: bool = True
    focused: bool = False
    hovered: bool = False
    group: str = ""
    record: str = ""
    error: str = ""
    """What a form says is wrong with it."""
    disabled: tuple[str, ...] = ()
    """Which of its parts are greyed out: keys of tabs, `record/column` of widgets in rows."""


@dataclass(frozen=True)
class Deed:
    """One act of a clerk at a program.

    `kind` is one of `DEEDS`, `target` the node, or in the records the element, that it is done to; `text`
    what is written or chosen.
    """

    kind: str
    target: str
    text: str = ""


DEEDS = (
    "fill", "tick", "choose", "open", "pick", "tab", "select", "menu", "entry", "press", "confirm",
)  # fmt: skip
MISHAPS = ("dialog", "loading", "error", "still", "gone")
"""What may stand in the place of a moment of an episode: a dialog that nobody showed, a program that is busy,
a form that complains, a deed that came to nothing; or the target of the next deed is not there."""


@dataclass(frozen=True)
class Work:
    """How far a clerk has come with a program; together with the look it determines the data."""

    touched: tuple[str, ...] = ()
    """Nodes that an episode is about: they begin with values of their own in all of its states."""
    done: tuple[Deed, ...] = ()
    """Deeds whose results are to be seen."""
    pane: Node | None = None
    """What another tab shows, once it was chosen."""
    page: Node | None = None
    """What the window shows instead of the program's body."""
    told: bool = False
    """Whether a note says that something was done."""
    wrong: bool = False
    """Whether a form complains."""
    gone: tuple[str, ...] = ()
    """Nodes that are missing."""
    focus: str = ""


@dataclass(frozen=True)
class State:
    """One situation of a program.

    `popup` is the id of the combo or menu title that stands open ("" for none), or of the widget whose
    context menu with `items` does; `dialog` lies in front. `work`: of an episode.
    """

    name: str
    popup: str = ""
    dialog: Node | None = None
    items: tuple[Node, ...] = ()
    work: Work | None = None


@dataclass(frozen=True)
class Program:
    """A random office program; everything but looks and data is decided here."""

    id: str
    lang: str
    toolkit: str
    title: str
    body: Node
    menus: tuple[Node, ...]
    states: tuple[State, ...]


@dataclass(frozen=True)
class Scene:
    """A program in one state with its data filled in: what a renderer draws in some look."""

    program: str
    state: str
    look: str
    lang: str
    title: str
    menus: tuple[Node, ...]
    body: Node
    popup: str
    popup_items: tuple[Node, ...]
    """Entries of a menu (role `menu_entry`), or options."""
    dialog: Node | None
    neighbour: Node | None
    neighbour_title: str
    toast: str = ""
    """A note that lies over the window."""


@dataclass(frozen=True)
class PageElement:
    """One element on the screen; `box` is (x, y, w, h) in screen pixels, `visible` the uncovered share.

    Elements of one `group` and kind are alternatives, told apart by their own text: a table's column,
    a list, the buttons of a radio group.
    """

    id: str
    kind: str
    text: str
    box: tuple[int, int, int, int]
    checked: bool | None
    enabled: bool
    focused: bool
    group: str | None
    action: bool
    visible: float
    record: str | None = None
    """Which record of which container it belongs to, as `table/r5`; the same name in every look."""


SHOWN, GLIMPSED = 0.5, 0.05
"""An element is on the screen from this uncovered share on; from the second on one sees a piece of it."""


@dataclass(frozen=True)
class Rendered:
    """What a renderer returns: the picture as PNG bytes, its size, the main window and the elements."""

    png: bytes
    size: tuple[int, int]
    window: tuple[int, int, int, int]
    elements: tuple[PageElement, ...]
    glimpses: tuple[PageElement, ...] = ()
    """Elements of which the smaller part shows: they are neither there nor gone."""
    framework: str = ""
    """The CSS framework that drew it, if any."""
    icons: str = ""
    """The published family of its glyphs; empty for drawn ones."""

    @classmethod
    def of(
        cls,
        png: bytes,
        size: tuple[int, int],
        window: tuple[int, int, int, int],
        found: Iterable[PageElement],
    ) -> Rendered:
        """Sorts what was found by how much of it shows."""
        held = tuple(found)
        shown = tuple(one for one in held if one.visible >= SHOWN)
        pieces = tuple(one for one in held if GLIMPSED <= one.visible < SHOWN)
        return cls(png, size, window, shown, pieces)


def walk(node: Node) -> list[Node]:
    """The node and everything below it, in reading order."""
    return [node, *(found for child in node.children for found in walk(child))]
