"""YAML as people edit it: every scalar is the text that stands there, and what is written reads well.

YAML itself takes `007` for 7, `no` for false and `2026-01-15` for a date. Here the reader gets what was
written, and whoever knows the schema decides on the type. Writing is PyYAML's safe dumper, in block style,
quoting what other YAML readers would misunderstand.
"""

from __future__ import annotations

from collections.abc import Generator, Hashable, Mapping
from typing import Any

import yaml
from yaml.reader import ReaderError


class NotYaml(Exception):  # noqa: N818 - caught by the reader of the file, who knows its name
    """Where in the text and what is wrong, to go after «is not valid YAML»; may be empty."""


class OneLine(list[Any]):
    """A short list that is written in one line: a point, a box, a chord."""


class Lines(dict[str, Any]):
    """A mapping that knows where it stands in the text."""

    line: int = 0
    """Where it begins, counted from 1; 0 where it stands in no text."""
    of: Mapping[str, int] = {}
    """The line of each key."""


def parse(text: str) -> Any:
    """Texts, lists and mappings (`Lines`) of the first document; raises `NotYaml`, also for a key twice."""
    try:
        return yaml.load(text, Loader=_PlainLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f" in line {mark.line + 1}" if mark is not None else ""
        raise NotYaml(f"{where} ({error.problem})" if error.problem else where) from error
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise NotYaml(f" in line {line} (a text file holds no character U+{error.character:04X})") from error
    except RecursionError as error:
        raise NotYaml(f"{_deepest(text)} (it is nested too deeply)") from error
    except (ValueError, OverflowError) as error:  # an escape for a character beyond all that there are
        raise NotYaml(" (it names a character that does not exist)") from error
    except yaml.YAMLError as error:
        raise NotYaml("") from error


def _deepest(text: str) -> str:
    """Where brackets are nested deepest; empty where there are none."""
    depth = deepest = found = 0
    for number, line in enumerate(text.splitlines(), start=1):
        for each in line:
            depth += (each in "[{") - (each in "]}")
            if depth > deepest:
                deepest, found = depth, number
    return f" in line {found}" if found else ""


def format_tree(tree: Any) -> str:
    """The tree as text, keys in their order; the same tree gives the same text."""
    return yaml.dump(tree, Dumper=_BlockDumper, allow_unicode=True, sort_keys=False, width=1_000_000)


class _PlainLoader(yaml.BaseLoader):
    """All scalars as text; PyYAML itself would silently keep the last of two equal keys."""

    def construct_yaml_map(self, node: yaml.MappingNode) -> Generator[Lines]:
        """As the loader does it, with lines."""
        made = Lines()
        yield made
        made.update(self.construct_mapping(node, deep=True))  # type: ignore[arg-type]
        made.line = node.start_mark.line + 1
        keys = [key for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        made.of = {str(key.value): key.start_mark.line + 1 for key in keys}

    def construct_scalar(self, node: yaml.ScalarNode) -> Any:
        """As the loader does it; no half of a character, which no file could hold again."""
        text = super().construct_scalar(node)
        if any("\ud800" <= each <= "\udfff" for each in text):
            problem = "half a character"
            raise yaml.constructor.ConstructorError(problem=problem, problem_mark=node.start_mark)
        return text

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        mapping = super().construct_mapping(node, deep=deep)
        seen: set[Hashable] = set()
        for key_node, _ in node.value if len(mapping) < len(node.value) else ():
            key = self.construct_object(key_node, deep=deep)
            if key in seen:
                problem = f"«{key}» stands twice"
                raise yaml.constructor.ConstructorError(problem=problem, problem_mark=key_node.start_mark)
            seen.add(key)
        return mapping


_PlainLoader.add_constructor("tag:yaml.org,2002:map", _PlainLoader.construct_yaml_map)


class _BlockDumper(yaml.SafeDumper):
    """Block style, lists indented below their key, no anchors."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True

    def represent_text(self, text: str) -> yaml.Node:
        # Other line breaks than \n would come back as spaces: only the escapes of double quotes keep them.
        style = '"' if any(char in text for char in "\r\x85\u2028\u2029") else "|" if "\n" in text else None
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=style)

    def represent_one_line(self, values: OneLine) -> yaml.Node:
        return self.represent_sequence("tag:yaml.org,2002:seq", values, flow_style=True)


_BlockDumper.add_representer(str, _BlockDumper.represent_text)
_BlockDumper.add_representer(OneLine, _BlockDumper.represent_one_line)
