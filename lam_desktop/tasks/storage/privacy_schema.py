"""The JSON Schema of `privacy.yaml` (draft 2020-12), by which an editor helps and checks.

The file's first line names it as a file beside it. What this schema refuses, the loader (`privacy_file`)
refuses; how a number or a truth is spelt, and whether what an editor takes for null is empty, only the loader
knows.
"""

from __future__ import annotations

import json

from lam_desktop.tasks.task_yaml.schema_keys import Schema, flag, listed, mapping, text, whole

FILE_NAME = ".privacy.schema.json"
MODELINE = f"# yaml-language-server: $schema={FILE_NAME}"
"""First line of the file, as editors look for it; both lie in the library's root."""
VERSION = 1
"""Of `privacy.yaml`."""


def schema_text() -> str:
    """The schema as a file."""
    return json.dumps(privacy_schema(), ensure_ascii=False, indent=1) + "\n"


def privacy_schema() -> Schema:
    """The schema as a tree; a new one with each call."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What LAM Desktop leaves out",
        "description": "Windows and regions that are neither recorded nor looked at, in any task.",
        **mapping(
            {
                "version": whole("Version of this file's form; leave it as it is.", 1, VERSION),
                "password_managers": flag(
                    "Whether KeePassXC, Bitwarden, 1Password and others are left out, known by class or"
                    " program; true where it is missing."
                ),
                "exclude": listed(
                    "Windows that are left out, with the menus, lists and dialogs of their program.",
                    mapping(_window(), rules=[{"anyOf": [_filled("class"), _filled("title")]}]),
                ),
                "regions": listed(
                    "Parts of the screen that are left out, or of each window that class and title name.",
                    mapping({"box": _region(), **_window()}, required=("box",)),
                ),
            },
            required=("version",),
        ),
    }


def _window() -> dict[str, Schema]:
    stars = "* and ? stand for any characters, upper and lower case are the same."
    return {
        "class": text(f"The whole class, or the program's name; {stars}"),
        "title": text(f"A part of the title, or with * or ? the whole of it; {stars}"),
    }


def _filled(key: str) -> Schema:
    return {"required": [key], "properties": {key: {"minLength": 1}}}


def _region() -> Schema:
    told = (
        "Left, top, width and height in pixels, of the screen; with class or title from the upper left corner"
        " of each such window."
    )
    sides = [whole(""), whole(""), whole("", 1), whole("", 1)]
    return {**listed(told, whole("")), "prefixItems": sides, "minItems": 4, "maxItems": 4}
