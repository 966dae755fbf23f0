"""Keys of a JSON Schema by what they hold: a text, a whole number, a list; and the parts that many keys have.

Every scalar of `task.yaml` and `privacy.yaml` is read as the text that stands there, an editor takes `007`
for a number: so a text may be any scalar here, and a number may stand in quotes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

LARGEST = 10**18 - 1
"""Whole numbers have 18 digits at most."""
SCALAR = ["string", "number", "boolean", "null"]

Schema = dict[str, Any]


def mapping(
    keys: dict[str, Schema],
    description: str = "",
    *,
    required: Sequence[str] = (),
    rules: Sequence[Schema] = (),
) -> Schema:
    """A mapping that has no other keys than these."""
    return {
        "type": "object",
        **({"description": description} if description else {}),
        "properties": keys,
        **({"required": list(required)} if required else {}),
        **({"allOf": list(rules)} if rules else {}),
        "additionalProperties": False,
    }


def where(properties: Schema, then: Schema) -> Schema:
    """A rule for mappings that have these keys, and as said."""
    return {"if": {"properties": properties, "required": list(properties)}, "then": then}


def text(description: str, **more: Any) -> Schema:
    """A text."""
    return {"description": description, "type": SCALAR, **more}


def texts(description: str, **more: Any) -> Schema:
    """A list of texts."""
    return listed(description, {"type": SCALAR, **more})


def listed(description: str, each: Schema) -> Schema:
    """A list."""
    return {"description": description, "type": "array", "items": each}


def choice(description: str, words: Sequence[str]) -> Schema:
    """One of the words."""
    return {"description": description, "enum": list(words)}


def flag(description: str) -> Schema:
    """true or false."""
    return {"description": description, "enum": [True, False, "true", "false"]}


def above_zero(description: str) -> Schema:
    """A number above 0, plain or in quotes."""
    quoted = r"^\+?(?=[0-9.]*[0-9])(?=[0.]*[1-9])[0-9]*\.?[0-9]*([eE][-+]?[0-9]{1,3})?$"
    return {
        "description": description, "type": ["number", "string"], "exclusiveMinimum": 0, "pattern": quoted,
    }  # fmt: skip


def share(description: str, least: float, quoted: str) -> Schema:
    """A number from `least` to 1, plain or in quotes; `quoted`: how its decimals may begin there."""
    pattern = rf"^\+?0*(\.({quoted})[0-9]*|1(\.0*)?)$"
    return {
        "description": description, "type": ["number", "string"], "minimum": least, "maximum": 1,
        "pattern": pattern,
    }  # fmt: skip


def whole(
    description: str, least: int | None = None, most: int = LARGEST, or_text: str | None = None
) -> Schema:
    """A whole number, plain or in quotes; or a text of this pattern."""
    quoted = {None: "^-?[0-9]{1,18}$", 0: "^(-0{1,18}|[0-9]{1,18})$", 1: "^(?=[0-9]{1,18}$)0*[1-9][0-9]*$"}
    if least == 1 and most < 10:
        quoted[1] = f"^0*[1-{most}]$"  # as `maximum` for a number
    bounds = {"minimum": -LARGEST if least is None else least, "maximum": most}
    told = {"description": description} if description else {}
    pattern = quoted[least] if or_text is None else f"{quoted[least]}|{or_text}"
    return {**told, "type": ["integer", "string"], **bounds, "pattern": pattern}


def numbers(description: str, count: int, least: int | None = None) -> Schema:
    """So many whole numbers, of at least so much."""
    one = whole("") if least is None else whole("", least)
    return {**listed(description, one), "minItems": count, "maxItems": count}


def box(description: str) -> Schema:
    """A box on the screen."""
    size = whole("", 0)
    sizes = {"prefixItems": [whole(""), whole(""), size, size], "minItems": 4, "maxItems": 4}
    return {**listed(f"{description} Left, top, width and height in pixels.", whole("")), **sizes}


def window(description: str = "", *, titled: bool = False) -> Schema:
    """A window, by which its program is known; where `titled`, a person may also say its title."""
    told = (
        "A part of its title, or with * and ? the whole, that it must have to be acted in, or read; any if"
        " missing."
    )
    return mapping(
        {
            "class": text("The window's class, by which its program is known."),
            "process": text("The program's name; any, where it is missing."),
            **({"title": text(told, pattern=r"\S")} if titled else {}),
        },
        description,
        required=("class",),
    )
