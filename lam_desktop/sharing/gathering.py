"""Collects what is personal in a task before anything of it is written."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from lam_desktop.execution.runs.journal import HIDDEN
from lam_desktop.sharing.likeness import folded
from lam_desktop.sharing.name_lists import shipped
from lam_desktop.sharing.patterns import SAID, Kind
from lam_desktop.sharing.people import People
from lam_desktop.sharing.terms import Terms
from lam_desktop.tasks.provenance.captions import NOUNS, VERBS
from lam_desktop.tasks.provenance.values import as_yes_no
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.texts.forms import COUNTED
from lam_desktop.types import ElementKind
from recorder.gestures import Step

NAMED: frozenset[ElementKind] = frozenset({
    "button", "checkbox", "header", "icon", "menu_item", "radio", "tab", "window_control",
})  # fmt: skip
"""Kinds whose text is the program's; what fields, cells and entries say may be anybody's."""
NOBODY = frozenset({"admin", "debian", "guest", "root", "runner", "ubuntu", "user"})
LONGEST_LABEL = 40


def gathered(shown: Sequence[tuple[Task, Sequence[Step]]], mask: Iterable[str], keep: Iterable[str]) -> Terms:
    """The values of the row, the typed texts, those read from the screen, and what the person says.

    `shown`: tasks, each with the steps of all its recordings.
    """
    # A label that holds somebody's whole name is none of the program's own words.
    values = [one for task, steps in shown for one in _values(task, steps)]
    names = [folded(value) for value, _ in values if len(value.split()) > 1]
    captions = [text for task, _ in shown for text in _captions(task)]
    people = People(shipped(), lambda _: False)
    terms = Terms(
        [
            text
            for text in captions
            if not people.is_whole(text) and not any(name in folded(text) for name in names)
        ],
        keep,
    )
    for text in mask:
        terms.add(text, SAID)
    for value, kind in values:
        terms.add(value, kind)
    for name in own_names():
        terms.add(name, "your account")
    return terms


def _values(task: Task, steps: Sequence[Step]) -> Iterator[tuple[str, Kind]]:
    rows = [task.row, *(one.row for one in task.further)]
    for cell in (cell for row in rows if row is not None for cell in row.cells.values()):
        if as_yes_no(cell) is None:
            yield cell.strip(), "value of the row"
    for step in task.steps:
        value = step.value
        if value is None or value.secret or value.form == COUNTED or as_yes_no(value.text) is not None:
            continue
        if value.source in ("screen", "clipboard"):
            yield value.text.strip(), "read from the screen"
            for place in value.places:
                yield place.span.of(place.text).strip(), "read from the screen"
        elif value.source == "row":
            yield value.text.strip(), "value of the row"
    for step in steps:
        for line in (step.text or "").splitlines():
            yield line.strip(), "typed text"


def said_by(journal: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The values of a run's own rows, as its journal has them."""
    for entry in journal:
        action, values, readings = (entry.get(key) or () for key in ("action", "values", "readings"))
        said = [entry.get("text")]
        said += [action.get("text")] if isinstance(action, dict) else []
        said += values.values() if isinstance(values, dict) else []
        said += [one.get("read") for one in readings if isinstance(one, dict)]
        for text in said:
            if isinstance(text, str) and text != HIDDEN and as_yes_no(text) is None:
                yield text


def own_names() -> list[str]:
    """The name under which the person is logged in, and the full one where the system knows it."""
    try:
        login = getpass.getuser()
    except (KeyError, OSError):
        return []
    names = [login, _full_name(login)]
    return [name for name in names if len(name) > 2 and name.casefold() not in NOBODY]


def _full_name(login: str) -> str:
    try:
        import pwd  # not on Windows
    except ImportError:
        return ""
    try:
        return pwd.getpwnam(login).pw_gecos.split(",")[0]
    except KeyError:
        return ""


def _captions(task: Task) -> Iterator[str]:
    """What the program says by itself, and our own words for it."""
    yield from VERBS.values()
    yield from NOUNS.values()
    yield from task.columns
    yield from task.row.cells if task.row is not None else ()
    for window in task.windows:
        yield from (window.wm_class, window.process)
    for step in task.steps:
        if step.target is not None:
            yield step.target.label[:LONGEST_LABEL]
            if step.value is None and step.target.kind in NAMED:
                yield step.target.text[:LONGEST_LABEL]
