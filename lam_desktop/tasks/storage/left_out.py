"""Windows that are left out of every recording: listed, and changed line by line in `privacy.yaml`.

All other lines of the file, comments among them, stay as a person wrote them. What cannot be changed so, such
as a list in one line, is left to `lam edit --privacy`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from lam_desktop.errors import UsageError
from lam_desktop.tasks.storage import privacy_file, privacy_schema
from lam_desktop.tasks.storage.editing import write_schema
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.vault import write_whole
from lam_desktop.tasks.task_yaml.plain_yaml import Lines, format_tree, parse
from recorder.exclusions import Exclusions, WindowPattern

LIST, MANAGERS = "exclude", "password_managers"
VALUE = re.compile(r"(?<=:)[ \t]*[^#\s]*(?=\s|$)")
"""What stands behind a key on its line."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a library leaves out."""

    windows: tuple[WindowPattern, ...] = ()
    """Those that somebody named, as the file has them."""
    password_managers: bool = True
    regions: int = 0
    """How many parts of the screen or of windows."""

    @classmethod
    def of(cls, said: Exclusions) -> LeftOut:
        """What a file says, with the usual password managers told apart."""
        usual = Exclusions().windows
        own = tuple(one for one in said.windows if one not in usual)
        return cls(own, set(usual) <= set(said.windows), len(said.regions))


def left_out(library: Library) -> LeftOut:
    """What the library's file says. Raises as `privacy_file.exclusions_of`."""
    return LeftOut.of(privacy_file.exclusions_of(library))


def leave_out(library: Library, window: WindowPattern) -> None:
    """Leaves such windows out from now on. Raises as `left_out`; UsageError where the file's list cannot be
    changed line by line, EnvironmentFault where the disk refuses."""

    def add(lines: list[str], tree: Lines) -> None:
        entry = format_tree([window.plain()]).splitlines()
        known = _entries(tree)
        if known:
            at = known[0].line - 1
            indent = " " * (len(lines[at]) - len(lines[at].lstrip()))
        else:
            at, indent = _line(lines, tree, LIST), "  "
            lines[at] = VALUE.sub("", lines[at], count=1)
            at += 1
        lines[at:at] = [indent + one for one in entry]

    if window not in left_out(library).windows:
        _change(library, add, lambda known: known.windows.count(window) == 1)


def record_again(library: Library, window: WindowPattern) -> None:
    """Leaves such windows out no longer. Raises as `leave_out`."""

    def remove(lines: list[str], tree: Lines) -> None:
        known = _entries(tree)
        gone = [one for one in known if WindowPattern.of(one) == window]
        if gone and len(gone) == len(known):
            lines[tree.of[LIST] - 1] = VALUE.sub(" []", lines[tree.of[LIST] - 1], count=1)
        for one in reversed(gone):
            del lines[one.line - 1 : max(one.of.values())]

    _change(library, remove, lambda known: window not in known.windows)


def leave_managers_out(library: Library, out: bool) -> None:
    """Whether password managers are left out. Raises as `leave_out`."""

    def say(lines: list[str], tree: Lines) -> None:
        at = _line(lines, tree, MANAGERS)
        lines[at] = VALUE.sub(f" {str(out).lower()}", lines[at], count=1)

    _change(library, say, lambda known: known.password_managers == out)


def _entries(tree: Lines) -> Sequence[Lines]:
    return cast("Sequence[Lines]", tree.get(LIST) or ())


def _line(lines: list[str], tree: Lines, key: str) -> int:
    """The index of the line with this key, which is added where it is missing."""
    if key not in tree.of:
        lines.append(f"{key}:")
        return len(lines) - 1
    return tree.of[key] - 1


def _change(
    library: Library, change: Callable[[list[str], Lines], None], is_done: Callable[[LeftOut], bool]
) -> None:
    before = privacy_file.exclusions_of(library)  # a faulty file is nobody's to change but the person's
    path = library.home / privacy_file.FILE_NAME
    text = library.files.read_text(path) if path.exists() else privacy_file.TEMPLATE
    lines: list[str] = [*text.splitlines()]
    try:
        change(lines, parse(text))
        after = "\n".join([*lines, ""])
        said = privacy_file.parse_exclusions(after)
        was, now = LeftOut.of(before), LeftOut.of(said)
        # Nothing else may have changed: the list may stand in one line, or share its lines with an anchor.
        changed = {*was.windows} ^ {*now.windows}
        if not is_done(now) or len(changed) > 1 or said.regions != before.regions:
            raise ValueError(after)
    except Exception as error:
        raise UsageError(f"{path} cannot be changed here; change it with lam edit --privacy.") from error
    if not library.files.encrypted:
        write_schema(library.home, privacy_schema.FILE_NAME, privacy_schema.schema_text())
    write_whole(path, library.files.encode(path, after.encode()))
