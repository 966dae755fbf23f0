"""`privacy.yaml` of a library: which windows and regions are neither recorded nor looked at, in any task."""

from __future__ import annotations

from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.privacy_schema import MODELINE, VERSION
from lam_desktop.tasks.task_yaml.fields import Faults, Fields, reading
from lam_desktop.tasks.task_yaml.plain_yaml import parse
from recorder.exclusions import Exclusions, Region, WindowPattern

FILE_NAME = "privacy.yaml"
TEMPLATE = f"""\
{MODELINE}
# What LAM Desktop neither records nor looks at, in any task of this library; docs/privacy.md explains it.
version: 1

# KeePassXC, Bitwarden, 1Password and other password managers.
password_managers: true

# Windows, by class (or program) and title; * stands for any characters, case does not count.
exclude: []
#  - class: thunderbird
#  - title: payroll
#  - class: firefox
#    title: "*My bank*"

# Parts of the screen, or of each window that fits: left, top, width and height in pixels.
regions: []
#  - box: [0, 0, 1920, 28]
#  - box: [10, 60, 300, 40]
#    class: thunderbird
"""


def exclusions_of(library: Library) -> Exclusions:
    """What the library's file says; password managers where there is none.

    Raises UsageError that names each faulty line, EnvironmentFault where the file cannot be read.
    """
    path = library.home / FILE_NAME
    try:
        with reading(path):
            return parse_exclusions(library.files.read_text(path))
    except FileNotFoundError:
        return Exclusions()


def parse_exclusions(text: str) -> Exclusions:
    """What the text says. Raises NotYaml, Problem or Problems."""
    fields, faults = Fields.of(parse(text), ""), Faults()
    version = faults.of(lambda: fields.integer("version", 1), VERSION)
    if version > VERSION:
        raise fields.problem("version", f"is {version}, but this program knows {VERSION}; update LAM Desktop")
    usual = faults.of(lambda: fields.flag("password_managers", True), True)
    parts = _parts(fields, faults, "exclude")
    windows = [faults.of(lambda part=part: _window(part, alone=True), None) for part in parts]
    parts = _parts(fields, faults, "regions")
    regions = [faults.of(lambda part=part: _region(part), None) for part in parts]
    faults.of(fields.finish, None)
    faults.refuse()
    start = Exclusions() if usual else Exclusions(windows=())
    return start.with_more((one for one in windows if one), (one for one in regions if one))


def told(exclusions: Exclusions) -> str:
    """What is left out, in one sentence."""
    usual = Exclusions()
    parts = ["password managers"] if set(usual.windows) <= set(exclusions.windows) else []
    own = [one for one in exclusions.windows if one not in usual.windows]
    words = dict.fromkeys(" ".join(one.plain().values()) for one in own)
    parts += [f"windows «{word}»" for word in words]
    if count := len(exclusions.regions):
        parts.append(f"{count} region{'' if count == 1 else 's'}")
    return f"Left out: {', '.join(parts)}." if parts else "Nothing is left out, not even password managers."


def _parts(fields: Fields, faults: Faults, key: str) -> tuple[Fields, ...]:
    if not fields.has(key):
        return ()
    return faults.of(lambda: fields.entries(key, f"«{key}»"), ())


def _window(fields: Fields, alone: bool) -> WindowPattern | None:
    wm_class, title = fields.text("class", ""), fields.text("title", "")
    if alone:
        fields.finish()
    if not wm_class and not title:
        if alone:
            raise fields.problem("class", "and «title» are both missing; name one")
        return None
    return WindowPattern(wm_class, title)


def _region(fields: Fields) -> Region:
    x, y, w, h = fields.integers("box", 4)
    window = _window(fields, alone=False)
    fields.finish()
    if w <= 0 or h <= 0:
        raise fields.problem("box", f"is {w}x{h} pixels large, which is nothing")
    return Region((x, y, w, h), window)
