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
from lam_desktop.tasks.limits import LEAST_CONFIDENCE, LEAST_FIGURE
from lam_desktop.tasks.task_yaml.schema_keys import (
    SCALAR,
    Schema,
    above_zero,
    choice,
    flag,
    listed,
    mapping,
    numbers,
    share,
    text,
    texts,
    where,
    whole,
    window,
)
from lam_desktop.tasks.task_yaml.server_query import PASSWORD, SERVERS
from lam_desktop.tasks.task_yaml.step_schema import step_schema
from lam_desktop.tasks.task_yaml.web_login import (
    HEADER_PATTERN,
    NAMED_USER_PATTERN,
    SAFE_PATTERN,
    USER_PATTERN,
)
from lam_desktop.tasks.texts.secret_names import NAME_PATTERN
from lam_desktop.tasks.texts.unseen_signs import HEADING_PATTERN

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
        **mapping(
            {
                "version": whole("Version of this file's form; leave it as it is.", 1, VERSION),
                "recording": text("The demonstration, a file within the task's folder.", minLength=1),
                "understood": flag("Whether it was found out what the recorded clicks acted on."),
                "screen": numbers("Width and height of the screen that was recorded, in pixels.", 2, 1),
                "row": _row(),
                "further": listed(
                    "More demonstrations of the same steps; leave them as they are.", _further()
                ),
                "variables": texts("All columns and secrets that the steps use.", pattern=HEADING_PATTERN),
                "windows": listed(
                    "The windows that the task may touch; it acts in no other.", window(titled=True)
                ),
                "limits": _limits(),
                "start": listed(
                    "Programs that a run starts where they are not open, once you allow it with lam approve.",
                    mapping(
                        {
                            "command": texts("The program and its arguments; no shell reads them."),
                            "window": text("The window that comes of it: the class of one of the windows."),
                            "wait_s": above_zero("So many seconds that may take; 30."),
                        },
                        required=("command", "window"),
                    ),
                ),
                "checks": listed(
                    "What confirms each row beside the screen, once you allow it with lam approve.", _check()
                ),
                "steps": listed("What the agent does for each row, in this order.", step_schema()),
            },
            required=("version", "recording", "windows", "steps"),
        ),
    }


# -- parts of a task


def _row() -> Schema:
    return mapping(
        {
            "file": text("The table that it stood in."),
            "sheet": text("The sheet of the workbook, where that has several."),
            "index": whole("Which row of the table, counted from 1.", 1),
            "cells": {
                "type": "object", "additionalProperties": {"type": SCALAR},
                "description": "What the row said, by column.",
            },
        },
        "The row that was entered while recording.",
        required=("file", "index", "cells"),
    )  # fmt: skip


def _further() -> Schema:
    return mapping(
        {
            "recording": text("One more demonstration, a file within the task's folder.", minLength=1),
            "part": numbers(
                "Of a recording of several rows: its first step, and the one behind its last.", 2
            ),
            "understood": flag("Whether it was found out what was chosen in it."),
            "by_column": flag("Whether a column of its row and the first one's told which steps were due."),
            "row": _row(),
        },
        required=("recording",),
    )


def _limits() -> Schema:
    return mapping(
        {
            "actions_per_row": whole("After so many actions of one row the agent asks; 200.", 1),
            "seconds_per_row": above_zero("After so many seconds of one row the agent asks; 300."),
            "rows_per_run": whole("After so many rows a run ends; no ceiling where it is missing.", 1),
            "actions_per_run": whole(
                "After so many actions of all its rows a run ends; no ceiling where it is missing.", 1
            ),
            "minutes_per_run": above_zero(
                "After so many minutes, without those of a person's answers, a run ends; no ceiling where it"
                " is missing."
            ),
            "wait_s": above_zero("So many seconds the agent waits for a screen before it asks; 20."),
            "watched_rows": whole(
                "Until so many rows went well, the agent asks before what cannot be undone; 3. 0: never.", 0
            ),
            "pictured_rows": whole(
                "Of so many rows that went well a run keeps all pictures, of the others the last; 3.", 0
            ),
            "pictured_every": whole(
                "All pictures stay of each row whose number divides by this, too; 20. 0: of none.", 0
            ),
            "sure_of_text": share(
                "So sure a text must be from which a value is read, else the agent asks; 0.8, and never"
                " less.",
                LEAST_CONFIDENCE,
                "[89]",
            ),
            "sure_of_figure": share(
                "The same of each figure of such a value, and of each sign of a secret; 0.75, and never"
                " less.",
                LEAST_FIGURE,
                "7[5-9]|[89]",
            ),
            "patience_s": above_zero(
                "So many seconds the effect of a step may take; learned where it is missing."
            ),
            "lasts_s": above_zero("What closes a row must not be taken back for so many seconds; 1."),
        },
        "Ceilings of a row, and of a whole run.",
    )


def _check() -> Schema:
    keys = {
        "kind": choice("Where the records lie.", CHECK_KINDS),
        "values": {
            "type": "object", "additionalProperties": {"type": SCALAR},
            "propertyNames": {"pattern": "^[A-Za-z_][A-Za-z0-9_]*$"},
            "description": "Texts made of the row by name, such as customer: \"{customer}\".",
        },
        "wait_s": above_zero("So many seconds the record may take to come; 5."),
        "database": {
            "type": ["string", "null"],
            "description": "sql: the whole path of an SQLite file, or a database's URL.",
        },
        "password": text(
            "sql, http: the name of the secret that is the password, or the token; keep it with lam secret.",
            pattern=NAME_PATTERN,
        ),
        "query": {
            "type": "string",
            "description": "sql: one SELECT that returns the number of records, with :name for values.",
        },
        "files": {"type": ["string", "null"], "description": "files: a whole path with {name}, * and ?."},
        "containing": texts("files: texts with {name}, each of which a file must hold to count."),
        "url": {
            "type": "string", "pattern": "^https?://", "description": "http: the address, with {name}.",
        },
        "at": {
            "type": ["string", "null"], "pattern": "^(/|$)",
            "description": "http: JSON pointer to the list or number in the answer.",
        },
        "user": text("http: whose password it is; without it, it is a token.", pattern=USER_PATTERN),
        "header": text("http: the header that holds the token; Authorization.", pattern=HEADER_PATTERN),
    }  # fmt: skip
    own = {"sql": ("database", "password", "query"), "files": ("files", "containing")}
    own["http"] = ("url", "at", "password", "user", "header")
    needed = {"sql": ("database", "query"), "files": ("files",), "http": ("url",)}
    rules = [
        where(
            {"kind": {"const": kind}},
            {
                "required": list(needed[kind]),
                "properties": {key: False for other in own for key in own[other] if key not in own[kind]},
            },
        )
        for kind in CHECK_KINDS
    ]
    clear = {"pattern": f"^{PASSWORD.pattern}"}
    server = {"pattern": f"^({'|'.join(SERVERS)})([+][\\s\\S]*)?://", "not": clear}
    sql = {"kind": {"const": "sql"}, "password": {}}
    rules.append(where(sql, {"properties": {"database": server}}))
    http = {"kind": {"const": "http"}}
    rules.append(where(http, {"properties": {"url": {"not": {"pattern": NAMED_USER_PATTERN}}}}))
    rules.append(where({**http, "password": {}}, {"properties": {"url": {"pattern": SAFE_PATTERN}}}))
    rules += [where({key: {}}, {"required": ["password"]}) for key in ("user", "header")]
    rules.append(where({"user": {}}, {"properties": {"header": False}}))
    return mapping(keys, required=("kind",), rules=rules)
