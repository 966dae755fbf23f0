"""The JSON Schema of a step of `task.yaml`, with its value, its condition and what it acted on."""

from __future__ import annotations

from collections.abc import Sequence

from lam_desktop.tasks.provenance.computed import AMONG_LETTERS, COMPUTED, NUMBER, TODAY
from lam_desktop.tasks.step import EMPTY_CELLS, LOOKING, POINTED, STEP_KINDS, VALUE_SOURCES
from lam_desktop.tasks.task_yaml.schema_keys import (
    SCALAR,
    Schema,
    above_zero,
    box,
    choice,
    flag,
    listed,
    mapping,
    numbers,
    text,
    texts,
    where,
    whole,
    window,
)
from lam_desktop.tasks.task_yaml.step_file import ONCE
from lam_desktop.tasks.texts.secret_names import NAME_PATTERN
from lam_desktop.tasks.when import BY_COLUMN, OF_SCREEN
from lam_desktop.types import KINDS, MOUSE_BUTTONS

PASTING = ["key", "shortcut", "click", "middle_click"]
"""Kinds of steps that may paste."""
ONE = {"anyOf": [{"const": 1}, {"pattern": "^0*1$", "type": "string"}]}


def step_schema() -> Schema:
    """One entry of `steps`; a new tree with each call."""
    keys = {
        "caption": text("The step in words; yours to change."),
        "kind": choice("What is done.", STEP_KINDS),
        "doubt": text("What one demonstration could not decide."),
        "text": text("wait: the text that must be shown in the step's window, with {column}."),
        "task": text("task: the task of this library that is done here, with all its steps.", minLength=1),
        "with": _texts('task: what its columns say, such as user: "{login}"; others go by their name.'),
        "returns": _texts(
            "task: names for later steps, each with the one under which the task reads it, such as"
            " invoice: number."
        ),
        "gone": flag("wait: true: until the text is no longer shown."),
        "once": choice(
            "before, after: done once in a run, before its rows or behind them, and not for each row.", ONCE
        ),
        "when": _when(),
        "perhaps": listed(
            "What else may decide, by the demonstrations that lack the step: a run asks which.",
            _perhaps(),
        ),
        "instead": listed(
            "Tasks of this library that these steps are: before a run you are asked which is meant.",
            _instead(),
        ),
        "value": _value(),
        "keys": texts("Keys of a key or shortcut, modifiers first, such as [ctrl, s]."),
        "modifiers": texts("Keys that are held while the mouse button is pressed."),
        "scroll": numbers("Notches of the wheel, right and up positive.", 2),
        "approval": flag("true: the agent asks you before this step each time."),
        "optional": flag("true: done where its place is there, left out where the next one's is."),
        "patience_s": above_zero("So many seconds the step's effect may take; learned where missing."),
        "window": window("The window that the step belongs to."),
        "recording": text("Whose step it repeats, a demonstration of further; the first one where missing."),
        "demonstrated": whole("Which step of the recording it repeats; leave it as it is.", 0),
        "also": listed("Where else it was shown, and something else came of it; leave it as it is.", _also()),
        "point": numbers("Where it was done on the recorded screen; leave it as it is.", 2),
        "end_point": numbers("Where the recorded drag ended; leave it as it is.", 2),
        "button": choice("The mouse button of a drag; left where it is missing.", MOUSE_BUTTONS),
        "target": _target(),
    }
    uncleared = {"properties": {"value": {"properties": {"empty": {"enum": ["refuse", "leave"]}}}}}
    pasted = {"properties": {"source": {"const": "clipboard"}}, "required": ["source"]}
    rules = [
        where({"value": pasted}, {"properties": {"kind": {"enum": PASTING}}}),
        where({"kind": {"enum": list(POINTED)}}, {"required": ["point"]}),
        where({"kind": {"const": "scroll"}}, {"required": ["scroll"]}),
        where({"kind": {"const": "drag"}}, {"required": ["end_point"]}),
        {**where({"kind": {"const": "type"}}, {"required": ["value"]}), "else": uncleared},
        {
            "if": {"not": {"properties": {"kind": {"const": "type"}}}},
            "then": {"properties": {"value": {"properties": {"secret": {"enum": [False, "false"]}}}}},
        },
        where(
            {"kind": {"enum": ["key", "shortcut"]}},
            {"required": ["keys"], "properties": {"keys": {"minItems": 1}}},
        ),
    ]
    reading = {"source": {"const": "screen"}, "name": {"minLength": 1}, "places": {"minItems": 1}}
    rules += [
        where(
            {"kind": {"const": "read"}},
            {
                "required": ["value", "demonstrated"],
                "properties": {
                    "value": {"properties": reading, "required": ["source", "name", "places"]}
                },
            },
        ),
        {
            **where({"kind": {"const": "wait"}}, {"required": ["text"], "properties": {"value": False}}),
            "else": {"properties": {"text": False, "gone": False}},
        },
        {
            **where(
                {"kind": {"const": "task"}},
                {
                    "required": ["task"],
                    "properties": {"value": False, "when": {"properties": {"steps": ONE}}},
                },
            ),
            "else": {"properties": {"task": False, "with": False, "returns": False}},
        },
        {"if": {"properties": {"kind": {"enum": ["wait", "task"]}}, "required": ["kind"]},
         "else": {"required": ["demonstrated"]}},
        {"if": {"properties": {"kind": {"enum": [*LOOKING, "task"]}}, "required": ["kind"]},
         "else": {"required": ["caption"]}},
    ]  # fmt: skip
    return mapping(keys, required=("kind",), rules=rules)


def _texts(about: str) -> Schema:
    return {"type": "object", "additionalProperties": {"type": SCALAR}, "description": about}


def _instead() -> Schema:
    return mapping(
        {
            "task": text("The task that they are.", minLength=1),
            "steps": whole("So many steps are meant, counted from this one.", 1),
            "with": _texts("What its columns would say, as beside a step that does it."),
            "returns": _texts("What it would hand over, as beside a step that does it."),
        },
        required=("task", "steps"),
    )


def _also() -> Schema:
    return mapping(
        {
            "recording": text("Of which recording, as beside a step; the first one where it is missing."),
            "demonstrated": whole("Which step of the recording it is.", 0),
        },
        required=("demonstrated",),
    )


def _perhaps() -> Schema:
    keys = {"column": text("The column that may decide.", minLength=1), **_said_by("it")}
    return _condition("A condition by a column.", keys, [("column", kind) for kind in BY_COLUMN])


def _when() -> Schema:
    keys = {
        "column": text("The column that decides.", minLength=1),
        "read": text("In its place: the name under which a step before reads what decides.", minLength=1),
        **_said_by("the column, or what was read,"),
        "shown": text("Only where the step's window shows this text when the step is due; with {column}."),
        "not_shown": text("Only where the step's window does not show this text then; with {column}."),
        "ticked": text(
            "Only where the step's window shows the check box with this label ticked; with {column}."
        ),
        "not_ticked": text("Only where it shows that check box not ticked; with {column}."),
    }
    by_text = [(by, kind) for kind in BY_COLUMN for by in ("column", "read")]
    about = "On what the step depends: a column of the row, what was read, or what is shown."
    return _condition(about, keys, [*by_text, *((kind,) for kind in OF_SCREEN)])


def _said_by(what: str) -> dict[str, Schema]:
    """The conditions by what a text says, which `what` names."""
    return {
        "is": text(f"Only where {what} says this."),
        "is_not": text("Only where it says something else."),
        "empty": flag("true: only where it is empty; false: only where it is not."),
    }


def _condition(about: str, keys: dict[str, Schema], ways: Sequence[tuple[str, ...]]) -> Schema:
    """On what steps depend: by the keys of exactly one of the `ways`, and none of the others."""
    one_of = [
        {"required": list(way), "properties": dict.fromkeys([key for key in keys if key not in way], False)}
        for way in ways
    ]
    steps = whole("So many steps depend on it, counted from this one; 1.", 1)
    return {**mapping({**keys, "steps": steps}, about), "oneOf": one_of}


def _value() -> Schema:
    keys = {
        "source": choice(
            "Where the text comes from: a column, a constant, the screen, clipboard, a secret, or computed.",
            VALUE_SOURCES,
        ),
        "name": text(
            "The column, or the secret's name; list it under variables. Computed: today or number."
            " Screen: what a step before reads under it."
        ),
        "text": text("As it was demonstrated; of a constant, what is typed in every row."),
        "form": text(
            "How the cell, or today, is written: a date such as %d.%m.%Y, a day of a calendar %-d, yes/no,"
            " part of the entry, turned on to its month (of a calendar's button; or back),"
            " the one in that place, chosen by keys (rows that say something else are refused),"
            " pressed until it is shown."
        ),
        "cell_form": text("How the cells of the column write a date, such as %Y-%m-%d."),
        "write": text(
            'How it is made of columns, such as "{last}, {first | initials}", or of {read} from the screen.'
        ),
        "empty": choice(
            "In rows whose cell is empty: refuse the row, leave the step out, or clear the field.",
            EMPTY_CELLS,
        ),
        "start": whole(
            "Of a running number: what it is in row 1 of the table, such as 0001 or INV-001; 1.",
            or_text=AMONG_LETTERS,
        ),
        "step": whole("Of a running number: how much more it is in each further row; 1."),
        "goes_on": flag(
            "Of a running number: whether it goes on behind what runs before have entered; no, and where"
            " nobody says so, a run tells that it begins again."
        ),
        "days": whole("Of today's date: so many days behind it, or before it; 0."),
        "secret": flag("Whether what the screen says is a secret, which nobody may see; no."),
        "places": listed(
            "Where the screen said it; leave them as they are. None, where a step reads it by name.", _place()
        ),
    }
    named = {"required": ["name"], "properties": {"name": {"minLength": 1}}}
    other = [{"required": [key]} for key in ("name", "form", "cell_form")]
    rules = [
        where(
            {"source": {"const": "screen"}},
            {"anyOf": [{"required": ["places"], "properties": {"places": {"minItems": 1}}}, named]},
        ),
        where(
            {"source": {"const": "secret"}},
            {"required": ["name"], "properties": {"name": {"pattern": NAME_PATTERN}}},
        ),
        where(
            {"source": {"const": "computed"}},
            {"required": ["name"], "properties": {"name": {"enum": list(COMPUTED)}}},
        ),
        *(
            {
                "if": {"required": [key]},
                "then": {"properties": {"source": {"const": "computed"}, "name": {"const": name}}},
            }
            for key, name in (("start", NUMBER), ("step", NUMBER), ("goes_on", NUMBER), ("days", TODAY))
        ),
        {
            "if": {"required": ["secret"], "properties": {"secret": {"enum": [True, "true"]}}},
            "then": {
                "properties": {"source": {"enum": ["screen", "secret"]}, "name": {"pattern": NAME_PATTERN}},
                "required": ["name"],
                "not": {"anyOf": [{"required": [key]} for key in ("form", "write")]},
            },
        },
        {"if": {"required": ["empty"]}, "then": {"properties": {"source": {"const": "row"}}}},
        {
            "if": {"required": ["write"]},
            "then": {
                "properties": {"source": {"enum": ["row", "screen"]}},
                "not": {"anyOf": other[1:]},
                **where({"source": {"const": "row"}}, {"not": other[0]}),
            },
            "else": where({"source": {"const": "row"}}, named),
        },
    ]
    return mapping(keys, "What is typed, chosen or ticked.", required=("source",), rules=rules)


def _place() -> Schema:
    return mapping(
        {
            "recording": text("Of which recording, as beside a step; the first one where it is missing."),
            "demonstrated": whole("Before which step of the recording it stood there.", 0),
            "window": window("The program that showed it, where that is another one than the step's."),
            "text": text("The whole text that was read there."),
            "characters": numbers("First character of the value in it, and the one behind its last.", 2),
            "box": box("Where the text stood."),
            "hidden": box("What of it was made black in the recording, because a secret stood there."),
        },
        required=("demonstrated", "text", "characters", "box"),
    )


def _target() -> Schema:
    return mapping(
        {
            "kind": choice("What sort of element it is.", KINDS),
            "text": text("What it said."),
            "label": text("What stood beside it and names it."),
            "box": box("Where it stood."),
        },
        "What the recorded step acted on; leave it as it is.",
        required=("kind", "text", "box"),
    )
