"""A YAML file changed in places: comments, order, quoting and blank lines of all else stay.

ruamel.yaml reads the file as a person left it and writes it again. It is only given files that `plain_yaml`
has read, and constructs nothing from a tag; every plain scalar is a text to it too, so that `007` and `no`
are written as they stood. Whoever calls reads the result again: what an anchor shares, or what
ruamel.yaml takes otherwise than PyYAML, is theirs to refuse.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.resolver import VersionedResolver

from lam_desktop.tasks.plain_yaml import parse

WIDTH = 1_000_000
"""No line is broken."""


class NotAmended(Exception):  # noqa: N818 - caught by who can write the whole file anew
    """The text cannot be changed in places."""


def amended(text: str, before: str, after: str) -> str:
    """`text` with what changed from `before` to `after`, three texts of one file.

    `text` is the person's; `before` is what the product would have written for it, `after` what it would
    write now. Raises `NotAmended`.
    """
    try:
        document = _yaml().load(text)
        _change(document, parse(before), parse(after), _yaml().load(after))
        out = io.StringIO()
        _yaml().dump(document, out)
    except Exception as error:  # whatever ruamel.yaml makes of odd comments: the file can be written anew
        raise NotAmended(str(error)) from error
    return out.getvalue()


def _change(document: Any, before: Any, after: Any, styled: Any) -> None:
    """Carries the difference over; `styled` is `after` with the quotes and brackets to write it in."""
    if isinstance(after, dict):
        _change_mapping(document, before, cast("dict[str, Any]", after), styled)
    else:
        _change_list(document, before, after, styled)


def _change_mapping(
    document: Any, before: Mapping[str, Any], after: Mapping[str, Any], styled: Mapping[str, Any]
) -> None:
    for key in before:
        if key not in after:
            document.pop(key, None)
    previous: str | None = None
    for key, value in after.items():
        if key not in document:
            if before.get(key) != value:
                at = list(document).index(previous) + 1 if previous is not None else 0
                document.insert(at, key, styled[key])
        elif before.get(key) != value:
            if _alike(before.get(key), value, document[key]):
                _change(document[key], before[key], value, styled[key])
            else:
                document[key] = styled[key]
        previous = key if key in document else previous


def _change_list(document: Any, before: Sequence[Any], after: Sequence[Any], styled: Sequence[Any]) -> None:
    """Entries are compared by their place: what is longer now is longer at its end."""
    for at, value in enumerate(after):
        if at >= len(document):
            document.append(styled[at])
        elif before[at] != value:
            if _alike(before[at], value, document[at]):
                _change(document[at], before[at], value, styled[at])
            else:
                document[at] = styled[at]
    del document[len(after) :]


def _alike(before: Any, after: Any, document: Any) -> bool:
    """Whether both are mappings or both lists of more than texts, so that a part of them can stay."""
    if isinstance(after, dict):
        return isinstance(before, dict) and isinstance(document, dict)
    whole = not isinstance(after, list) or any(isinstance(one, str) for one in cast("list[Any]", after))
    return not whole and isinstance(before, list) and isinstance(document, list)


class _TextResolver(VersionedResolver):
    """Takes every plain scalar for a text."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        tag = super().resolve(kind, value, implicit)
        text = self.DEFAULT_SCALAR_TAG
        return text if isinstance(value, str) else tag


def _yaml() -> YAML:
    """A new one for each text: it keeps what it read."""
    yaml = YAML(typ="rt", pure=True)
    yaml.Resolver = _TextResolver
    yaml.preserve_quotes = True
    yaml.allow_unicode = True
    yaml.width = WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml
