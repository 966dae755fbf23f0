"""A YAML text as an editor's checker reads it: by the core schema of YAML 1.2."""

from __future__ import annotations

import re
from typing import Any

import yaml

_NULL = re.compile(r"(null|Null|NULL|~|)")
_FLAG = re.compile(r"(true|True|TRUE|false|False|FALSE)")
_WHOLE = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_ENDLESS = re.compile(r"([-+]?)\.(inf|Inf|INF)")


def as_an_editor_reads(text: str) -> Any:
    """The tree with typed scalars."""
    node = yaml.compose(text, Loader=yaml.BaseLoader)
    return _typed(node)


def _typed(node: Any) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _typed(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_typed(one) for one in node.value]
    text = str(node.value)
    return text if node.style is not None else _scalar(text)


def _scalar(text: str) -> Any:
    if _NULL.fullmatch(text):
        return None
    if _FLAG.fullmatch(text):
        return text.lower() == "true"
    if _WHOLE.fullmatch(text):
        return int(text)
    if _BASED.fullmatch(text):
        return int(text, 0)
    if _FLOAT.fullmatch(text):
        return float(text)
    endless = _ENDLESS.fullmatch(text)
    return float(f"{endless[1]}inf") if endless else text
