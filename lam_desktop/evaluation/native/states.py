"""Words in which the programs to look at are described: steps, states, programs.

A state is a sequence of steps from the started program; what is clicked is named as the program's
accessibility tree names it.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from typing import Literal

Toolkit = Literal["gtk3", "gtk4", "libreoffice", "qt"]
Data = Literal["", "letter", "table", "folder", "database"]


@dataclass(frozen=True)
class Press:
    """Keys pressed together, as the clerk names them."""

    keys: tuple[str, ...]


@dataclass(frozen=True)
class Type:
    """Text typed: `make` is a sort of value of the corpus's lexicon, other in every look; else `text`."""

    text: str = ""
    make: str = ""


@dataclass(frozen=True)
class Click:
    """A click on what the accessibility tree calls `name`; `role` where others are called the same."""

    name: str
    role: str = ""
    button: str = "left"


Step = Press | Type | Click


@dataclass(frozen=True)
class State:
    """One situation of a program, and the language that the program speaks in it."""

    name: str
    steps: tuple[Step, ...] = ()
    lang: str = "en"


@dataclass(frozen=True)
class Program:
    """One program as it is started: in `argv`, `{file}` stands for its data."""

    name: str
    toolkit: Toolkit
    argv: tuple[str, ...]
    states: tuple[State, ...]
    data: Data = ""
    size: tuple[int, int] = (0, 0)
    """Of its window at 10 points; (0, 0) leaves it as it opens."""
    first: tuple[Step, ...] = field(default=())
    """What makes way for work, such as closing a welcome."""

    @property
    def is_installed(self) -> bool:
        """Whether its command is there."""
        return shutil.which(self.argv[0]) is not None


def key(*keys: str) -> tuple[Step, ...]:
    """One chord."""
    return (Press(keys),)


def states(
    *named: tuple[str, tuple[Step, ...]], menus: tuple[str, ...] = (), langs: tuple[str, ...] = ()
) -> tuple[State, ...]:
    """The program as it starts, its menus opened, the states named, and as it starts in other languages."""
    opened = tuple(State(f"menu-{name.lower()}", (Click(name),)) for name in menus)
    others = tuple(State("start", lang=lang) for lang in langs)
    return (State("start"), *opened, *(State(name, steps) for name, steps in named), *others)


def write(make: str = "sentence") -> tuple[Step, ...]:
    """A value of this sort typed where the keyboard is."""
    return (Type(make=make),)
