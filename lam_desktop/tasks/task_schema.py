"""The JSON Schema of `task.yaml` (draft 2020-12), by which an editor helps and checks while a person types.

Each task's first line names it as a file in the library's root: an editor finds that without a network, by
a relative path that stays right when the library moves, and all tasks share one file.

The loader (`task_file`) reads every scalar as the text that stands there, an editor takes `007` for a
number: so a text may be any scalar here, and a number may stand in quotes. What this schema refuses, the
loader refuses. What only the loader can know:

- how a number, true or false is spelt (1.0 and 0x1F are whole numbers to an editor, `True` is true), and
  whether a plain scalar that an editor takes for null is empty;
- the languages within a text: `write`, `form`, `cell_form`, `query`, and what is a whole path;
- what one part says of another: columns that `variables` lists, steps that come before a place, a last step
  that is optional, characters within their text, a recording within the task's folder.
"""

from __future__ import annotations

import json

from lam_desktop.tasks.checks import CHECK_KINDS
from lam_desktop.tasks.computed import COMPUTED, NUMBER, TODAY
from lam_desktop.tasks.schema_parts import SCALAR, Schema
from lam_desktop.tasks.schema_parts import above_zero as _above_zero
from lam_desktop.tasks.schema_parts import box as _box
from lam_desktop.tasks.schema_parts import choice as _choice
from lam_desktop.tasks.schema_parts import flag as _flag
from lam_desktop.tasks.schema_parts import listing as _list
from lam_desktop.tasks.schema_parts import mapping as _mapping
from lam_desktop.tasks.schema_parts import numbers as _numbers
from lam_desktop.tasks.schema_parts import text as _text
from lam_desktop.tasks.schema_parts import texts as _texts
from lam_desktop.tasks.schema_parts import where as _where
from lam_desktop.tasks.schema_parts import whole as _whole
from lam_desktop.tasks.task import EMPTY_CELLS, LOOKING, POINTED, STEP_KINDS, VALUE_SOURCES
from lam_desktop.types import KINDS, MOUSE_BUTTONS

FILE_NAME = ".task.schema.json"
MODELINE = f"# yaml-language-server: $schema=../../{FILE_NAME}"
"""First line of a task's file, as editors look for it; relative to the task's folder."""
VERSION = 1
"""Of `task.yaml`."""


def schema_text() -> str:
    """The schema as a file."""
    return json.dumps(task_schema(), ensure_ascii=False, indent=1) + "\n"


def task_schema() -> Schema:
    """The schema as a tree; a new one with each call."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A task of LAM Desktop",
        "description": "What was recorded, step by step, and where the values come from.",
        **_mapping(
            {
                "version": _whole("Version of this file's form; leave it as it is.", 1, VERSION),
                "recording": _text("The demonstration, a file within the task's folder.", minLength=1),
                "understood": _flag("Whether it was found out what the recorded clicks acted on."),
                "screen": _numbers("Width and height of the screen that was recorded, in pixels.", 2),
                "row": _row(),
                "further": _list(
                    "More demonstrations of the same steps; leave them as they are.", _further()
                ),
                "variables": _texts("All columns and secrets that the steps use."),
                "windows": _list("The windows that the task may touch; it acts in no other.", _window()),
                "limits": _limits(),
                "checks": _list(
                    "What confirms each row beside the screen, once you allow it with lam approve.", _check()
                ),
                "steps": _list("What the agent does for each row, in this order.", _step()),
            },
            required=("version", "recording", "windows", "steps"),
        ),
    }


# -- parts of a task


def _row() -> Schema:
    return _mapping(
        {
            "file": _text("The table that it stood in."),
            "index": _whole("Which row of the table, counted from 1.", 1),
            "cells": {
                "type": "object", "additionalProperties": {"type": SCALAR},
                "description": "What the row said, by column.",
            },
        },
        "The row that was entered while recording.",
        required=("file", "index", "cells"),
    )  # fmt: skip


def _further() -> Schema:
    return _mapping(
        {
            "recording": _text("One more demonstration, a file within the task's folder.", minLength=1),
            "understood": _flag("Whether it was found out what was chosen in it."),
            "row": _row(),
        },
        required=("recording",),
    )


def _window(description: str = "") -> Schema:
    return _mapping(
        {
            "class": _text("The window's class, by which its program is known."),
            "process": _text("The program's name; any, where it is missing."),
        },
        description,
        required=("class",),
    )


def _limits() -> Schema:
    return _mapping(
        {
            "actions_per_row": _whole("After so many actions of one row the agent asks; 200.", 1),
            "seconds_per_row": _above_zero("After so many seconds of one row the agent asks; 300."),
            "wait_s": _above_zero("So many seconds the agent waits for a screen before it asks; 20."),
            "watched_rows": _whole(
                "Until so many rows went well, the agent asks before what cannot be undone; 3. 0: never.", 0
            ),
            "patience_s": _above_zero(
                "So many seconds the effect of a step may take; learned where it is missing."
            ),
        },
        "Ceilings of one run.",
    )


def _check() -> Schema:
    keys = {
        "kind": _choice("Where the records lie.", CHECK_KINDS),
        "values": {
            "type": "object", "additionalProperties": {"type": SCALAR},
            "propertyNames": {"pattern": "^[A-Za-z_][A-Za-z0-9_]*$"},
            "description": "Texts made of the row by name, such as customer: \"{customer}\".",
        },
        "wait_s": _above_zero("So many seconds the record may take to come; 5."),
        "database": {
            "type": ["string", "null"],
            "description": "sql: the whole path of an SQLite file, or a database's URL.",
        },
        "query": {
            "type": "string",
            "description": "sql: one SELECT that returns the number of records, with :name for values.",
        },
        "files": {"type": ["string", "null"], "description": "files: a whole path with {name}, * and ?."},
        "containing": _texts("files: texts with {name}, each of which a file must hold to count."),
        "url": {
            "type": "string", "pattern": "^https?://", "description": "http: the address, with {name}.",
        },
        "at": {
            "type": ["string", "null"], "pattern": "^(/|$)",
            "description": "http: JSON pointer to the list or number in the answer.",
        },
    }  # fmt: skip
    own = {"sql": ("database", "query"), "files": ("files", "containing"), "http": ("url", "at")}
    needed = {"sql": ("database", "query"), "files": ("files",), "http": ("url",)}
    rules = [
        _where(
            {"kind": {"const": kind}},
            {
                "required": list(needed[kind]),
                "properties": {key: False for other in own for key in own[other] if other != kind},
            },
        )
        for kind in CHECK_KINDS
    ]
    return _mapping(keys, required=("kind",), rules=rules)


def _step() -> Schema:
    keys = {
        "caption": _text("The step in words; yours to change."),
        "kind": _choice("What is done.", STEP_KINDS),
        "doubt": _text("What one demonstration could not decide."),
        "text": _text("wait: the text that must be shown in the step's window, with {column}."),
        "gone": _flag("wait: true: until the text is no longer shown."),
        "when": _when(),
        "value": _value(),
        "keys": _texts("Keys of a key or shortcut, modifiers first, such as [ctrl, s]."),
        "modifiers": _texts("Keys that are held while the mouse button is pressed."),
        "scroll": _numbers("Notches of the wheel, right and up positive.", 2),
        "approval": _flag("true: the agent asks you before this step each time."),
        "optional": _flag("true: left out where the step behind it can be done at once."),
        "patience_s": _above_zero("So many seconds the step's effect may take; learned where missing."),
        "window": _window("The window that the step belongs to."),
        "demonstrated": _whole("Which step of the recording it repeats; leave it as it is.", 0),
        "point": _numbers("Where it was done on the recorded screen; leave it as it is.", 2),
        "end_point": _numbers("Where the recorded drag ended; leave it as it is.", 2),
        "button": _choice("The mouse button of a drag; left where it is missing.", MOUSE_BUTTONS),
        "target": _target(),
    }
    uncleared = {"properties": {"value": {"properties": {"empty": {"enum": ["refuse", "leave"]}}}}}
    pasted = {"properties": {"source": {"const": "clipboard"}}, "required": ["source"]}
    rules = [
        _where({"value": pasted}, {"properties": {"kind": {"enum": ["key", "shortcut"]}}}),
        _where({"kind": {"enum": list(POINTED)}}, {"required": ["point"]}),
        _where({"kind": {"const": "scroll"}}, {"required": ["scroll"]}),
        _where({"kind": {"const": "drag"}}, {"required": ["end_point"]}),
        {**_where({"kind": {"const": "type"}}, {"required": ["value"]}), "else": uncleared},
        _where(
            {"kind": {"enum": ["key", "shortcut"]}},
            {"required": ["keys"], "properties": {"keys": {"minItems": 1}}},
        ),
    ]
    reading = {"source": {"const": "screen"}, "name": {"minLength": 1}, "places": {"minItems": 1}}
    rules += [
        _where(
            {"kind": {"const": "read"}},
            {
                "required": ["value", "demonstrated"],
                "properties": {
                    "value": {"properties": reading, "required": ["source", "name", "places"]}
                },
            },
        ),
        {
            **_where({"kind": {"const": "wait"}}, {"required": ["text"], "properties": {"value": False}}),
            "else": {"required": ["demonstrated"], "properties": {"text": False, "gone": False}},
        },
        {"if": {"properties": {"kind": {"enum": list(LOOKING)}}, "required": ["kind"]},
         "else": {"required": ["caption"]}},
    ]  # fmt: skip
    return _mapping(keys, required=("kind",), rules=rules)


def _when() -> Schema:
    keys = {
        "column": _text("The column that decides.", minLength=1),
        "is": _text("Only where the column says this."),
        "is_not": _text("Only where the column says something else."),
        "empty": _flag("true: only where the column is empty; false: only where it is not."),
        "shown": _text("Only where the step's window shows this text when the step is due; with {column}."),
        "not_shown": _text("Only where the step's window does not show this text then; with {column}."),
        "steps": _whole("So many steps depend on it, counted from this one; 1.", 1),
    }
    of_column, of_screen = ("is", "is_not", "empty"), ("shown", "not_shown")
    one_of = [
        *({"required": ["column", key], "properties": dict.fromkeys(
            [other for other in (*of_column, *of_screen) if other != key], False)} for key in of_column),
        *({"required": [key], "properties": dict.fromkeys(
            ["column", *(other for other in (*of_column, *of_screen) if other != key)], False)}
          for key in of_screen),
    ]  # fmt: skip
    about = "On what the step depends: a column of the row, or what is shown."
    return {**_mapping(keys, about), "oneOf": one_of}


def _value() -> Schema:
    keys = {
        "source": _choice(
            "Where the text comes from: a column, a constant, the screen, clipboard, a secret, or computed.",
            VALUE_SOURCES,
        ),
        "name": _text(
            "The column, or the secret's name; list it under variables. Computed: today or number."
            " Screen: what a step before reads under it."
        ),
        "text": _text("As it was demonstrated; of a constant, what is typed in every row."),
        "form": _text(
            "How the cell, or today, is written: a date such as %d.%m.%Y, a day of a calendar %-d, yes/no,"
            " part of the entry, turned on to its month (of a calendar's button; or back)."
        ),
        "cell_form": _text("How the cells of the column write a date, such as %Y-%m-%d."),
        "write": _text(
            'How it is made of columns, such as "{last}, {first | initials}", or of {read} from the screen.'
        ),
        "empty": _choice(
            "In rows whose cell is empty: refuse the row, leave the step out, or clear the field.",
            EMPTY_CELLS,
        ),
        "start": _whole("Of a running number: what it is in row 1 of the table, such as 0001; 1."),
        "step": _whole("Of a running number: how much more it is in each further row; 1."),
        "days": _whole("Of today's date: so many days behind it, or before it; 0."),
        "places": _list(
            "Where the screen said it; leave them as they are. None, where a step reads it by name.", _place()
        ),
    }
    named = {"required": ["name"], "properties": {"name": {"minLength": 1}}}
    other = [{"required": [key]} for key in ("name", "form", "cell_form")]
    rules = [
        _where(
            {"source": {"const": "screen"}},
            {"anyOf": [{"required": ["places"], "properties": {"places": {"minItems": 1}}}, named]},
        ),
        _where({"source": {"const": "secret"}}, named),
        _where(
            {"source": {"const": "computed"}},
            {"required": ["name"], "properties": {"name": {"enum": list(COMPUTED)}}},
        ),
        *(
            {
                "if": {"required": [key]},
                "then": {"properties": {"source": {"const": "computed"}, "name": {"const": name}}},
            }
            for key, name in (("start", NUMBER), ("step", NUMBER), ("days", TODAY))
        ),
        {"if": {"required": ["empty"]}, "then": {"properties": {"source": {"const": "row"}}}},
        {
            "if": {"required": ["write"]},
            "then": {
                "properties": {"source": {"enum": ["row", "screen"]}},
                "not": {"anyOf": other[1:]},
                **_where({"source": {"const": "row"}}, {"not": other[0]}),
            },
            "else": _where({"source": {"const": "row"}}, named),
        },
    ]
    return _mapping(keys, "What is typed, chosen or ticked.", required=("source",), rules=rules)


def _place() -> Schema:
    return _mapping(
        {
            "demonstrated": _whole("Before which step of the recording it stood there.", 0),
            "window": _window("The program that showed it, where that is another one than the step's."),
            "text": _text("The whole text that was read there."),
            "characters": _numbers("First character of the value in it, and the one behind its last.", 2),
            "box": _box("Where the text stood."),
        },
        required=("demonstrated", "text", "characters", "box"),
    )


def _target() -> Schema:
    return _mapping(
        {
            "kind": _choice("What sort of element it is.", KINDS),
            "text": _text("What it said."),
            "label": _text("What stood beside it and names it."),
            "box": _box("Where it stood."),
        },
        "What the recorded step acted on; leave it as it is.",
        required=("kind", "text", "box"),
    )
