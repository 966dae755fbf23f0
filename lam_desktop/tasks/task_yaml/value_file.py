"""How the value of a step stands in `task.yaml`."""

from __future__ import annotations

import re
from typing import Any

from lam_desktop.tasks.provenance.computed import AMONG_LETTERS, COMPUTED, NUMBER, TODAY, WHOLE
from lam_desktop.tasks.step import EMPTY_CELLS, READ, VALUE_SOURCES, Place, Value, ValueSource
from lam_desktop.tasks.task_yaml.fields import Fields
from lam_desktop.tasks.task_yaml.plain_yaml import OneLine
from lam_desktop.tasks.task_yaml.window_file import box_tree, filled, read_box, read_window, window_tree
from lam_desktop.tasks.texts.forms import BARE, COUNTED, DAYS, KEYED, TURNED, WITHIN, YES_NO, is_date_form
from lam_desktop.tasks.texts.patterns.pattern import Pattern, parse_pattern
from lam_desktop.tasks.texts.secret_names import misnamed
from lam_desktop.tasks.texts.spans import Span
from lam_desktop.tasks.texts.unseen_signs import WITHIN_A_HEADING, has_control, spelt

PLACELESS = "is missing or empty, but a value from the screen is read somewhere"
NOT_DONE = {
    "read": "write screen, with the name of a step that reads it",
}
"""Sources of values that one could think of, but that nothing carries out: the way out."""


def value_tree(value: Value) -> dict[str, Any]:
    """A value as `read_value` reads it."""
    tree: dict[str, Any] = {"source": value.source, **filled(name=value.name, text=value.text)}
    tree |= filled(form=value.form, cell_form=value.cell_form)
    tree |= filled(start=value.start)
    if value.step != 1:
        tree["step"] = str(value.step)
    if value.goes_on is not None:
        tree["goes_on"] = value.goes_on
    if value.days:
        tree["days"] = str(value.days)
    if value.pattern is not None:
        tree["write"] = str(value.pattern)
    if value.empty != "refuse":
        tree["empty"] = value.empty
    if value.secret:
        tree["secret"] = True
    if value.places:
        tree["places"] = [_place_tree(place) for place in value.places]
    return tree


def read_value(fields: Fields) -> Value:
    """The value of a step; raises `Problem`."""
    refuse_not_done(fields, "source")
    source: ValueSource = fields.choice("source", VALUE_SOURCES)
    pattern = _pattern(fields, source) if source in ("row", "screen") and fields.has("write") else None
    named = source in ("row", "secret") and pattern is None
    name = fields.text("name") if named else ""
    if source == "computed":
        name = fields.choice("name", COMPUTED)
    elif not named:
        name = fields.text("name", default="")
    value = Value(
        source=source,
        name=name,
        text=fields.text("text", default=""),
        form=fields.text("form", default=""),
        cell_form=fields.text("cell_form", default=""),
        places=tuple(_place(each) for each in fields.entries("places", "place"))
        if fields.has("places")
        else (),
        pattern=pattern,
        empty=fields.choice("empty", EMPTY_CELLS) if source == "row" and fields.has("empty") else "refuse",
        start=_beginning(fields) if name == NUMBER and source == "computed" else "",
        step=int(_whole(fields, "step", "1")) if name == NUMBER and source == "computed" else 1,
        goes_on=fields.flag("goes_on") if name == NUMBER and fields.has("goes_on") else None,
        days=int(_whole(fields, "days", "0")) if name == TODAY and source == "computed" else 0,
        secret=_is_secret(fields, source),
    )
    if source == "screen" and not (value.places or value.name):
        raise fields.problem("places", PLACELESS)
    if named and not value.name:
        raise fields.problem("name", f"is empty, but a value from a {source} needs one")
    if value.secret and not value.name:
        raise fields.problem("name", "is empty, but a secret that the screen shows needs one")
    if value.is_secret and (fault := misnamed(value.name)):
        raise fields.problem("name", fault)
    known: tuple[str, ...] = {
        "screen": ("", YES_NO, BARE, COUNTED), "row": ("", YES_NO, WITHIN, *KEYED, *DAYS, *TURNED),
        "computed": (*DAYS, *TURNED),
    }.get(source, ("", YES_NO))  # fmt: skip
    if name == NUMBER and source == "computed":
        known = ("",)
    if value.form not in known and not is_date_form(value.form):
        raise fields.problem(
            "form", f"is «{value.form}», which is neither {YES_NO} nor a date such as %d.%m.%Y"
        )
    if value.cell_form and not is_date_form(value.cell_form):
        raise fields.problem("cell_form", f"is «{value.cell_form}», which is no date such as %Y-%m-%d")
    fields.finish()
    return value


def read_variables(fields: Fields) -> tuple[str, ...]:
    """All columns and secrets that the steps use, as the file lists them."""
    names = fields.texts("variables")
    for name in names:
        if has_control(name, WITHIN_A_HEADING):
            what = f"names «{spelt(name)}», but the name of a column has no control sign"
            raise fields.problem("variables", what)
    return names


def _place_tree(place: Place) -> dict[str, Any]:
    characters = OneLine([place.span.start, place.span.end])
    window = {"window": window_tree(place.window)} if place.window is not None else {}
    of = {"recording": place.recording} if place.recording else {}
    return {
        **of, "demonstrated": place.demonstrated, **window, "text": place.text, "characters": characters,
        "box": box_tree(place.box), **({} if place.hidden is None else {"hidden": box_tree(place.hidden)}),
    }  # fmt: skip


def _place(fields: Fields) -> Place:
    text = fields.text("text")
    start, end = fields.integers("characters", 2)
    if not 0 <= start < end <= len(text):
        raise fields.problem("characters", f"is no part of «text», which has {len(text)} of them")
    window = read_window(fields.part("window")) if fields.has("window") else None
    place = Place(
        fields.integer("demonstrated", least=0), read_box(fields), text, Span(start, end), window,
        fields.text("recording", default=""),
        hidden=read_box(fields, "hidden") if fields.has("hidden") else None,
    )  # fmt: skip
    fields.finish()
    return place


def _is_secret(fields: Fields, source: ValueSource) -> bool:
    """Whether what the screen says is a secret; one that is kept is so anyway."""
    said = fields.flag("secret") if fields.has("secret") else False
    if said and source not in ("screen", "secret"):
        raise fields.problem("secret", f"is no part of a value from a {source}; remove it")
    if said and any(fields.has(key) for key in ("form", "write")):
        raise fields.problem("secret", "is typed as it stands there; remove form and write")
    return said and source == "screen"


def _beginning(fields: Fields) -> str:
    """Where a running number begins, with the zeros in front and the words around that it is written with."""
    text = fields.text("start", "")
    if text and not WHOLE.fullmatch(text) and not re.match(AMONG_LETTERS, text):
        what = f"is «{text}», but must be a number, or a text with one, such as INV-001"
        raise fields.problem("start", what)
    return text


def _whole(fields: Fields, key: str, default: str) -> str:
    """A whole number, below zero too."""
    text = fields.text(key, default)
    if not WHOLE.fullmatch(text):
        raise fields.problem(key, f"is «{text}», but must be a whole number")
    return text


def _pattern(fields: Fields, source: ValueSource) -> Pattern:
    for key in ("name", "form", "cell_form") if source == "row" else ("form", "cell_form"):
        if fields.has(key):
            raise fields.problem("write", f"stands beside «{key}»; keep one of them")
    text = fields.text("write")
    try:
        pattern = parse_pattern(text)
    except ValueError as error:
        raise fields.problem("write", f"is «{text}», {error}") from error
    if source == "screen" and pattern.columns != (READ,):
        what = f"is «{text}», but of a value from the screen only what was read there can be used: {{{READ}}}"
        raise fields.problem("write", what)
    return pattern


def refuse_not_done(fields: Fields, key: str) -> None:
    """Raises `Problem` for what nothing carries out: here, and not in the middle of a run."""
    text = fields.text(key)
    if text in NOT_DONE:
        raise fields.problem(key, f"is «{text}», which the agent cannot do; {NOT_DONE[text]}")
