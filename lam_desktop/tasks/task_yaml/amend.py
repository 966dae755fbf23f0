"""A YAML file changed in places: comments, order, quoting and blank lines of all else stay.

ruamel.yaml reads the file as a person left it and writes it again. It is only given files that `plain_yaml`
has read, and constructs nothing from a tag; every plain scalar is a text to it too, so that `007` and `no`
are written as they stood. Whoever calls reads the result again: what an anchor shares, or what
ruamel.yaml takes otherwise than PyYAML, is theirs to refuse.
"""

from __future__ import annotations

import copy
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import ScalarString

from lam_desktop.tasks.task_yaml.plain_yaml import parse

COMMENT = re.compile(r"(?:^|(?<=\s))#.*")
WIDTH = 1_000_000
"""No line is broken."""


class NotAmended(Exception):  # noqa: N818 - caught by who can write the whole file anew
    """The text cannot be changed in places."""


def amended(text: str, before: str, after: str, *, apart: bool = False) -> str:
    """`text` with what changed from `before` to `after`, three texts of one file.

    `text` is the person's; `before` is what the product would have written for it, `after` what it would
    write now. `apart`: what aliases share is written out where it stands, so that a change of one of them
    changes no other. Raises `NotAmended`.
    """
    try:
        document = _yaml().load(text)
        if apart:
            document = _apart(document, set())
        _change(document, parse(before), parse(after), _yaml().load(after))
        out = io.StringIO()
        _yaml().dump(document, out)
    except Exception as error:  # whatever ruamel.yaml makes of odd comments: the file can be written anew
        raise NotAmended(str(error)) from error
    return out.getvalue()


def comments_of(text: str, known: str) -> list[str]:
    """The comments in a text that `known` has not, each with its sign.

    Also what only looks like one, within a text of several lines: rather one too many than one too few.
    """
    found = (match[0] for line in text.splitlines() if (match := COMMENT.search(line)))
    written = set(known.splitlines())
    return [one for one in found if one not in written]


def lost_comments(text: str, kept: str) -> list[str]:
    """The comments in a text that do not stand in `kept` as often, each with its sign."""
    return list((Counter(comments_of(text, "")) - Counter(comments_of(kept, ""))).elements())


def _apart(node: Any, seen: set[int]) -> Any:
    """The tree without anything that stands in it twice; copies keep their comments."""
    if isinstance(node, ScalarString):
        return type(node)(node)  # without its anchor
    if not isinstance(node, CommentedMap | CommentedSeq):
        return node
    mine: Any = copy.deepcopy(node) if id(node) in seen else node
    seen.add(id(node))
    mine.yaml_set_anchor(None)
    for key, value in list(mine.items() if isinstance(mine, CommentedMap) else enumerate(mine)):
        mine[key] = _apart(value, seen)
    return mine


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
    """Entries are compared by their place: what is longer now is longer at its end, and what is shorter lacks
    those from the first on that is another one."""
    removed = len(before) - len(after)
    if removed > 0 and len(document) == len(before):
        first = next((at for at, value in enumerate(after) if before[at] != value), len(after))
        del document[first : first + removed]
        before = [*before[:first], *before[first + removed :]]
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
