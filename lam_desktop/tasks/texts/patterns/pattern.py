"""A pattern: text with columns in braces, each with what is made of its cell: `{name | last word}, Bath`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lam_desktop.tasks.texts.patterns.transforms import is_loose, transformed

_PIECES = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+")


@dataclass(frozen=True, slots=True)
class Part:
    """A cell, and what is made of it, one transform after the other."""

    column: str
    transforms: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "{" + " | ".join((self.column, *self.transforms)) + "}"

    def write(self, cells: Mapping[str, str]) -> str | None:
        """The part's text for a row; None where a transform cannot be done on the cell."""
        text: str | None = cells[self.column]
        for name in self.transforms:
            text = transformed(name, text) if text is not None else None
        return text


@dataclass(frozen=True, slots=True)
class Pattern:
    """Texts and parts in order."""

    pieces: tuple[str | Part, ...]

    def __str__(self) -> str:
        return "".join(
            str(one) if isinstance(one, Part) else one.replace("{", "{{").replace("}", "}}")
            for one in self.pieces
        )

    @property
    def parts(self) -> tuple[Part, ...]:
        """What is made of the cells."""
        return tuple(one for one in self.pieces if isinstance(one, Part))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns in order of first use."""
        return tuple(dict.fromkeys(part.column for part in self.parts))

    @property
    def speaks(self) -> bool:
        """Whether letters or digits stand between the cells, the same in every row."""
        return any(isinstance(one, str) and any(map(str.isalnum, one)) for one in self.pieces)

    @property
    def loose(self) -> bool:
        """Whether a piece may be there by chance, and is told: cut by a number of letters, a year alone."""
        return any(is_loose(part.transforms) for part in self.parts)

    def write(self, cells: Mapping[str, str]) -> str | None:
        """The text for a row that has all the columns; None where a transform cannot be done."""
        said = [one.write(cells) if isinstance(one, Part) else one for one in self.pieces]
        return None if any(one is None for one in said) else "".join(one or "" for one in said)


def parse_pattern(text: str) -> Pattern:
    """Reads a pattern; raises ValueError with what is wrong, to be put behind «is `text`, »."""
    pieces: list[str | Part] = []
    for match in _PIECES.finditer(text):
        word = match[0]
        if match[1] is not None:
            pieces.append(_part(match[1]))
        elif word in ("{", "}"):
            raise ValueError(f"in which «{word}» stands alone; write {word * 2} for the sign itself")
        else:
            word = word[0] if word in ("{{", "}}") else word
            if pieces and isinstance(pieces[-1], str):
                pieces[-1] += word
            else:
                pieces.append(word)
    pattern = Pattern(tuple(pieces))
    if not pattern.parts:
        raise ValueError("which uses no column; write one in braces, or choose constant")
    return pattern


def _part(inside: str) -> Part:
    column, *names = (one.strip() for one in inside.split("|"))
    if not column:
        raise ValueError("in which braces name no column")
    for name in names:
        try:
            transformed(name, "")
        except ValueError:
            raise ValueError(f"in which «{name}» is nothing that can be made of a cell") from None
    return Part(column, tuple(names))
