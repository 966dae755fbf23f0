"""The passport of a task: what surrounded the demonstration, compared with what is there now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lam_desktop.types import Box
from recorder.surroundings import ProgramFacts

SAME_SCALE = 0.02
"""Scales that differ by no more are one."""
UNKNOWN = ProgramFacts()
MEANING = ("version", "release", "script", "language", "keyboard")
"""Facts that change what steps do, and not only how things look."""
_UPSTREAM = re.compile(r"^(\S+) (?:\d+:)?(.+?)(?:-[^-]*)?$")
"""A package, and its version without the number of its epoch and of the packaging."""
SPOKEN_BY_C = "en"
"""The language of programs that are told to speak none."""


@dataclass(frozen=True, slots=True)
class ProgramPassport:
    """What is known of one program that a task works in."""

    facts: ProgramFacts = UNKNOWN
    dark: bool | None = None
    """Whether its window is; None where that was not to be seen."""


@dataclass(frozen=True, slots=True)
class Passport:
    """What surrounds a task at one time. None, empty: not known."""

    screen: tuple[int, int] | None = None
    """Width and height of the virtual desktop, pixels."""
    monitors: tuple[Box, ...] = ()
    """Physical pixels of the virtual desktop."""
    scale: float | None = None
    """Physical pixels per logical pixel."""
    keyboard: str = ""
    programs: Mapping[str, ProgramPassport] | None = None
    """By what the program is called; only those that were to be found."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One fact of two passports."""

    what: str
    """`screen`, `monitors`, `scale`, `keyboard`; of a program `theme`, `version` (its file), `release` (its
    package), `script` (its file, where an interpreter runs it), `language`, `drawn at`."""
    recorded: str | None
    """None: not known."""
    now: str | None
    differs: bool = False
    """Never where one of them is not known."""
    matters: bool = False
    """Whether steps may fail because of it."""
    told: str = ""
    """One sentence; empty where nothing differs, or where another fact tells it."""
    program: str = ""

    @property
    def plain(self) -> dict[str, Any]:
        """As JSON knows it."""
        named = {"program": self.program} if self.program else {}
        return {
            "what": self.what, **named, "recorded": self.recorded, "now": self.now, "differs": self.differs,
            "matters": self.matters, "told": self.told,
        }  # fmt: skip


def compared(then: Passport, now: Passport) -> tuple[Compared, ...]:
    """Every fact of both, in the order in which a person would ask for them."""
    found = [_screen(then.screen, now.screen), _monitors(then.monitors, now.monitors)]
    found.append(_scale("scale", "Programs are drawn at", then.scale, now.scale))
    found.append(_keyboard(then.keyboard, now.keyboard))
    were, are = then.programs or {}, now.programs or {}
    for name in dict.fromkeys((*were, *are)):
        found += _program(name, were.get(name, ProgramPassport()), are.get(name, ProgramPassport()))
    return tuple(found)


def meaning(facts: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], str]:
    """What is there now of that by which the same steps may come to mean something else, by program and fact.

    Another version or language of a program may move or rename what is clicked, another keyboard layout write
    other letters; monitors, scale and theme change how it looks. `facts` as `Compared.plain`, also out of a
    journal: what is no fact says nothing.
    """
    known = [one for one in facts if one.get("what") in MEANING and isinstance(one.get("now"), str)]
    return {(str(one.get("program", "")), str(one["what"])): str(one["now"]) for one in known}


def changed_meaning(
    then: Mapping[tuple[str, str], str], now: Mapping[tuple[str, str], str]
) -> tuple[str, str] | None:
    """Program and fact by which the same steps may mean something else now, both as `meaning` tells them.

    None where nothing differs that is known of both. Of a script its own file tells the version: another
    interpreter is no other program.
    """
    for (program, what), value in now.items():
        scripts = (program, "script") in then and (program, "script") in now
        if then.get((program, what), value) != value and not (what == "version" and scripts):
            return program, what
    return None


def told(facts: Iterable[Compared], *, all_of_them: bool = False) -> tuple[str, ...]:
    """The sentences about what differs; without `all_of_them` only about what matters."""
    return tuple(one.told for one in facts if one.told and (one.matters or all_of_them))


def _screen(then: tuple[int, int] | None, now: tuple[int, int] | None) -> Compared:
    recorded, present = (f"{size[0]} x {size[1]}" if size else None for size in (then, now))
    smaller = bool(then and now and (now[0] < then[0] or now[1] < then[1]))
    return _fact("screen", recorded, present, f"Recorded at {recorded}, now {present}.", matters=smaller)


def _monitors(then: tuple[Box, ...], now: tuple[Box, ...]) -> Compared:
    recorded, present = (", ".join(map(_placed, boxes)) or None for boxes in (then, now))
    if len(then) != len(now):
        sentence = f"Recorded with {_count(len(then))}, now there {_are(len(now))}."
    else:
        sentence = f"The monitors lie otherwise: recorded {recorded}, now {present}."
    one_each = len(then) == len(now) == 1  # is told as the screen
    return _fact("monitors", recorded, present, "" if one_each else sentence)


def _scale(what: str, words: str, then: float | None, now: float | None, program: str = "") -> Compared:
    recorded, present = (f"{scale:.0%}" if scale else None for scale in (then, now))
    same = bool(then and now and abs(then - now) <= SAME_SCALE)
    sentence = f"{words} {present} now and {'was' if program else 'were'} {recorded}."
    return _fact(what, recorded, present, sentence, matters=True, same=same, program=program)


def _keyboard(then: str, now: str) -> Compared:
    # Text is typed through the keys of whatever layout is in force.
    return _fact("keyboard", then or None, now or None, f"The keyboard layout is {now} now and was {then}.")


def _program(name: str, then: ProgramPassport, now: ProgramPassport) -> list[Compared]:
    built, is_built = then.facts.build or None, now.facts.build or None
    was, is_now = (None if one.dark is None else "dark" if one.dark else "light" for one in (then, now))
    dark = f"The window of {name} is {is_now} now and was {was}."
    another = f"{name} is another version than at the recording: {now.facts.path or 'its file'} has changed."
    rewritten = f"{name} is another version than at the recording: its script has changed."
    release = _release(name, then.facts.release, now.facts.release)
    are_scripts = bool(then.facts.script and now.facts.script)  # another interpreter is no other program
    speaks = f"{name} is told to speak {now.facts.language} now and was told {then.facts.language}."
    drawn = f"{name} is told to draw at"
    return [
        _fact("theme", was, is_now, dark, matters=True, program=name),
        _fact(
            "version", built, is_built, "" if release.differs else another, matters=True, program=name,
            same=are_scripts or built == is_built,
        ),
        release,
        _fact(
            "script", then.facts.script or None, now.facts.script or None,
            "" if release.differs else rewritten, matters=True, program=name,
        ),
        _fact(
            "language", then.facts.language or None, now.facts.language or None, speaks,
            matters=_spoken(then.facts.language) != _spoken(now.facts.language), program=name,
        ),
        _scale("drawn at", drawn, then.facts.scale, now.facts.scale, name),
    ]  # fmt: skip


def _release(name: str, then: str, now: str) -> Compared:
    was, present = release_words(then, now)
    sentence = f"{name} was recorded with {was}, and here is {present}."
    return _fact("release", then or None, now or None, sentence, matters=True, program=name)


def release_words(then: str, now: str) -> tuple[str, str]:
    """Two releases as people name them, in full where that would not tell them apart.

    `gnucash 1:4.13-1` and `gnucash 1:5.0-1` are `gnucash 4.13` and `gnucash 5.0`.
    """
    short = tuple(_UPSTREAM.sub(r"\1 \2", one) for one in (then, now))
    return (short[0], short[1]) if short[0] != short[1] else (then, now)


def _fact(
    what: str,
    recorded: str | None,
    now: str | None,
    sentence: str,
    *,
    matters: bool = False,
    same: bool | None = None,
    program: str = "",
) -> Compared:
    if recorded is None or now is None or (recorded == now if same is None else same):
        return Compared(what, recorded, now, program=program)
    return Compared(what, recorded, now, True, matters, sentence, program)


def _placed(box: Box) -> str:
    return f"{box.w} x {box.h} at ({box.x}, {box.y})"


def _count(monitors: int) -> str:
    return "one monitor" if monitors == 1 else f"{monitors} monitors"


def _are(monitors: int) -> str:
    return "is one" if monitors == 1 else f"are {monitors}"


def _spoken(language: str) -> str:
    return SPOKEN_BY_C if language == "C" else language.split("_")[0].casefold()
