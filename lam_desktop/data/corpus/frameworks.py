"""CSS frameworks that pages can be drawn with: the classes that elements take, what is left of the sheets.

Class-less ones style plain elements. Of every sheet only the rules stay that a page of ours can meet.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from lam_desktop.data.corpus.looks import Look
from lam_desktop.data.corpus.records import split

HELD_OUT_FRAMEWORK = "bulma"
"""Only programs of the test split have it."""
_SHARE = 0.4
"""Share of pages drawn with a framework."""
_HELD_OUT_SHARE = 0.5
_AT_RULE = re.compile(r"@(media|supports|layer)\b")


@dataclass(frozen=True)
class Framework:
    """One framework in one of its themes; `classes` are those of each part, «|» between choices."""

    name: str
    sheet: str
    classes: Mapping[str, str] = field(default_factory=dict[str, str])
    dark: bool = False
    attribute: str = ""
    """What the root element says to get this theme."""
    window: str = ""
    """Colour of windows where they are not plain."""
    root: float = 1.0
    """Size of the root's type, in sizes of the text."""
    extra: str = ""
    text: str = ""
    """The sheet as published."""

    @property
    def classless(self) -> bool:
        """Whether it styles plain elements alone, so that inputs must be real ones."""
        return "input" not in self.classes

    def pick(self, part: str, rng: random.Random) -> str:
        """Classes for a part of the page; "" where the framework has none for it."""
        return rng.choice(self.classes.get(part, "").split("|"))

    @cached_property
    def css(self) -> str:
        """The rules of the sheet that can apply to a page of ours."""
        known = frozenset(
            name for names in self.classes.values() for name in re.split(r"[ |]+", names) if name
        )
        return "".join(_pruned(self.text, known))


def _pruned(css: str, known: frozenset[str]) -> Iterator[str]:
    """Rules with a selector that names no class but `known` ones; without fonts, print and animations."""
    for head, body in _rules(re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)):
        if head.startswith("@"):
            if _AT_RULE.match(head) and "print" not in head:
                inner = "".join(_pruned(body, known))
                yield f"{head}{{{inner}}}" if inner else ""
            continue
        kept = [one for one in _selectors(head) if set(re.findall(r"\.(-?[A-Za-z_][\w-]*)", one)) <= known]
        if kept:
            yield f"{','.join(kept)}{{{body}}}"


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """(head, body) of each rule on the top level; statements without a body are left out."""
    depth = start = opened = 0
    head = ""
    for match in re.finditer(r"[{};]|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|url\([^)\"']*\)", css):
        sign = match.group()
        if sign == "{":
            if depth == 0:
                head, opened = css[start : match.start()].strip(), match.end()
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                yield head, css[opened : match.start()]
                start = match.end()
        elif sign == ";" and depth == 0:
            start = match.end()


def _selectors(head: str) -> list[str]:
    """The selectors of a rule; commas inside of brackets part none."""
    parts, depth, start = [], 0, 0
    for at, sign in enumerate(head):
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and depth == 0:
            parts.append(head[start:at])
            start = at + 1
    return [*parts, head[start:]]


class Frameworks:
    """The frameworks whose sheets lie in a folder that `assets.fetch` filled."""

    def __init__(self, folder: Path | None = None) -> None:
        paths = {path.stem: path for path in (folder / "sheets").glob("*.css")} if folder else {}
        self._known = [
            replace(one, text=paths[one.sheet].read_text(encoding="utf-8"))
            for one in _FRAMEWORKS
            if one.sheet in paths
        ]

    def for_page(self, program: str, look: Look) -> Framework | None:
        """The framework that a page of a program is drawn with, if any."""
        found = self._of_seed(program, look.seed)
        if found is None or not look.turned:
            return found
        others = (one for one in self._known if one.name == found.name and one.dark != found.dark)
        return next(others, found)

    def _of_seed(self, program: str, seed: str) -> Framework | None:
        rng = random.Random(f"framework/{seed}")
        held_out = [one for one in self._known if one.name == HELD_OUT_FRAMEWORK]
        others = [one for one in self._known if one.name != HELD_OUT_FRAMEWORK]
        if not others or rng.random() > _SHARE:
            return None
        if split(program) == "test" and held_out and rng.random() < _HELD_OUT_SHARE:
            return rng.choice(held_out)
        return rng.choice(others)


def _themes(name: str, sheet: str, attribute: str, **more: str) -> Sequence[Framework]:
    """A framework in light and in dark; `attribute` has a place for the theme's name."""
    return [
        Framework(name, sheet, classes=more, dark=theme == "dark", attribute=attribute.format(theme))
        for theme in ("light", "dark")
    ]


_FRAMEWORKS: tuple[Framework, ...] = (
    *_themes(
        "bootstrap",
        "bootstrap",
        'data-bs-theme="{}"',
        button="btn btn-secondary|btn btn-outline-secondary|btn btn-light",
        primary="btn btn-primary|btn btn-success|btn btn-outline-primary",
        input="form-control|form-control form-control-sm",
        select="form-select|form-select form-select-sm",
        check="form-check-input",
        table="table|table table-striped|table table-bordered|table table-sm",
        tabs="nav nav-tabs|nav nav-pills|nav nav-underline",
        tab="nav-link",
        tab_on="nav-link active",
    ),
    *_themes(
        HELD_OUT_FRAMEWORK,
        "bulma",
        'data-theme="{}"',
        button="button|button is-light|button is-info is-light",
        primary="button is-primary|button is-link|button is-success",
        input="input|input is-small",
        select="input",
        area="textarea",
        table="table is-fullwidth|table is-fullwidth is-bordered|table is-fullwidth is-striped",
    ),
    *_themes("pico", "pico", 'data-theme="{}"'),
    *_themes("pico", "pico-jade", 'data-theme="{}"'),
    Framework(
        "foundation",
        "foundation",
        {"button": "button secondary|button hollow|button small", "primary": "button|button success"},
    ),
    Framework("water", "water-light"),
    Framework("water", "water-dark", dark=True),
    Framework(
        "milligram", "milligram", root=0.625, extra="button{height:auto!important;line-height:1.5!important}"
    ),
    Framework(
        "spectre",
        "spectre",
        {
            "button": "btn|btn btn-link",
            "primary": "btn btn-primary|btn btn-success",
            "input": "form-input|form-input input-sm",
            "select": "form-select",
            "table": "table|table table-striped",
        },
        root=1.25,
    ),
    Framework(
        "uikit",
        "uikit",
        {
            "button": "uk-button uk-button-default|uk-button uk-button-default uk-button-small",
            "primary": "uk-button uk-button-primary|uk-button uk-button-primary uk-button-small",
            "input": "uk-input|uk-input uk-form-small",
            "select": "uk-select|uk-select uk-form-small",
            "area": "uk-textarea",
            "check": "uk-checkbox",
            "radio": "uk-radio",
            "table": "uk-table uk-table-divider uk-table-small|uk-table uk-table-striped uk-table-small",
        },
    ),
    Framework(
        "materialize",
        "materialize",
        {"button": "btn-flat|btn-small", "primary": "btn|btn-small", "select": "browser-default"},
        extra="textarea{height:auto}",
    ),
    Framework("mvp", "mvp"),
    Framework("sakura", "sakura"),
    Framework("sakura", "sakura-dark", dark=True),
    Framework("simple", "simple"),
    Framework(
        "w98", "w98", window="#c0c0c0", extra=".win{box-shadow:inset -1px -1px #0a0a0a,inset 1px 1px #dfdfdf}"
    ),
    Framework("xp", "xp", window="#ece9d8"),
    Framework("w7", "w7", window="#f0f0f0"),
    *(
        Framework(
            "blueprint",
            "blueprint",
            {
                "button": "bp6-button|bp6-button bp6-outlined|bp6-button bp6-small",
                "primary": "bp6-button bp6-intent-primary|bp6-button bp6-intent-success",
                "input": "bp6-input|bp6-input bp6-small",
                "select": "bp6-input",
                "table": "bp6-html-table bp6-html-table-bordered|bp6-html-table bp6-html-table-striped",
                "page": "bp6-dark" if dark else "",
            },
            dark=dark,
        )
        for dark in (False, True)
    ),
    Framework("chota", "chota", {"button": "button|button outline", "primary": "button primary"}),
)
