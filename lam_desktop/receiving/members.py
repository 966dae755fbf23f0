"""What a copy from somebody else says that it holds, judged by names alone before a byte of it is read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from lam_desktop.errors import UsageError
from lam_desktop.tasks.task_yaml.task_file import FILE_NAME
from lam_desktop.tasks.texts.unseen_signs import TURNING, has_control

MOST_MEMBERS = 20_000
LONGEST_LIST = 1 << 23
"""Bytes of the list of a packed copy; that of so many files is shorter."""
LONGEST = 300
"""Of a name as it is told."""
BESIDE = ("__MACOSX",)
"""Folders that packers add."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file, or something that is none."""

    parts: tuple[str, ...]
    """Its name below the copy, folder by folder."""
    odd: str = ""
    """What it is where it is no file: «a link»; such a thing is neither followed nor made."""


@dataclass(frozen=True, slots=True)
class Holding:
    """The one task of a copy, and what lies beside its `task.yaml`."""

    folder: tuple[str, ...]
    """Where in the copy it lies: empty, or the one folder around it."""
    members: dict[str, Member] = field(default_factory=dict[str, Member])
    """By their names below that folder, with slashes."""


def checked_parts(name: str, shown: str) -> tuple[str, ...]:
    """The name of a member in parts; UsageError where it leads anywhere but into the copy.

    `shown` names the copy.
    """
    if "\\" in name or has_control(name):
        raise hostile(name, shown, "has a sign in its name that no task has there")
    parts = tuple(name.removesuffix("/").split("/"))
    if name.startswith("/") or parts[0][1:2] == ":" or {"", ".", ".."} & {*parts}:
        raise hostile(name, shown, "leads out of it")
    return parts


def holding(members: Iterable[Member], shown: str) -> Holding:
    """The task among the members; UsageError where there is none, or several, or two files have one name."""
    found = [one for one in members if one.parts[0] not in BESIDE]
    if len(found) > MOST_MEMBERS:
        raise UsageError(
            f"{shown} holds more than {MOST_MEMBERS} files, and a task has a few; take a copy that you know."
        )
    known: set[tuple[str, ...]] = set()
    for one in found:
        folded = tuple(unicodedata.normalize("NFKC", part).casefold() for part in one.parts)
        if folded in known:
            raise hostile(
                "/".join(one.parts), shown, "is there twice, or differs in nothing but its spelling"
            )
        known.add(folded)
    folders = [one.parts[:-1] for one in found if one.parts[-1] == FILE_NAME and len(one.parts) <= 2]
    if () in folders:
        folders = [()]
    if not folders:
        raise UsageError(f"{shown} holds no task: there is no {FILE_NAME} in it; choose another copy.")
    if len(folders) > 1:
        names = ", ".join(plain("/".join(one)) for one in folders[:5])
        raise UsageError(f"{shown} holds several tasks ({names}); take them in one by one.")
    (folder,) = folders
    depth = len(folder)
    inside = [one for one in found if one.parts[:depth] == folder and len(one.parts) > depth]
    return Holding(folder, {"/".join(one.parts[depth:]): one for one in inside})


def hostile(name: str, shown: str, what: str) -> UsageError:
    """The error about a member that no copy of a task has."""
    return UsageError(
        f"{shown} holds «{plain(name)}», which {what}: nothing was taken; ask for another copy."
    )


def plain(name: str) -> str:
    """The name fit for one line of a terminal."""
    return printable(name if len(name) <= LONGEST else f"{name[:LONGEST]}…")


def printable(text: str) -> str:
    """The text without signs that a terminal obeys, or by which it passes for another one."""
    return "".join(sign if sign.isprintable() and sign not in TURNING else "�" for sign in text)
