"""What stands beside a name and says that it is one: titles, greetings, captions (`names/signs.txt`)."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from importlib.resources import files

from lam_desktop.sharing.likeness import folded
from lam_desktop.sharing.name_lists import name_labels

MARKS = " \t:：*,，.!"


@cache
def signs(sort: str) -> frozenset[str]:
    """The folded texts of one section: `titles`, `greetings`, `particles` (between given and family name)."""
    return frozenset(map(folded, _sections()[sort]))


@cache
def signs_in_ideographs(sort: str) -> tuple[str, ...]:
    """The texts of `titles behind` a name, or `greetings before` it."""
    return tuple(_sections()[sort])


def is_label(text: str) -> bool:
    """Whether a text is the caption of a field or column in which people are named."""
    caption = folded(text.strip(MARKS))
    return caption in signs("labels") or caption in name_labels()


def is_closing(text: str) -> bool:
    """Whether the name of who writes stands below."""
    return folded(text.strip(MARKS)) in signs("closings")


@cache
def _sections() -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    sort = ""
    text = (files("lam_desktop.sharing.names") / "signs.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("["):
            sort = line.strip("[]")
        else:
            found[sort] += line.split("|")
    return dict(found)
