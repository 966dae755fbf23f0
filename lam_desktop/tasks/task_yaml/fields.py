"""One mapping of a hand-edited file, read key by key; every fault names where it is and what was expected."""

from __future__ import annotations

import contextlib
import difflib
import math
import re
from collections.abc import Callable, Generator, Iterable, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar, cast

from lam_desktop.errors import EnvironmentFault, UsageError
from lam_desktop.tasks.task_yaml.plain_yaml import Lines, NotYaml

_Choice = TypeVar("_Choice", bound=str)
_Read = TypeVar("_Read")
MOST_TOLD = 5
"""Of the faults of one file; whoever mends those reads on."""
_NUMBER = re.compile(r"\+?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]{1,3})?", re.ASCII)

REQUIRED: Final = cast(Any, object())
"""Default of a key that must be there."""


class Problem(Exception):  # noqa: N818 - caught by the reader of the file, who knows its name
    """What is wrong, without the file's name and without a full stop."""

    def __init__(self, what: str, line: int = 0) -> None:
        """`line` of the file, counted from 1; 0: of the file as a whole."""
        super().__init__(what)
        self.line = line


class Problems(Exception):  # noqa: N818 - caught by the reader of the file, who knows its name
    """All that is wrong with a file, in the order of its lines."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(*problems)
        self._problems = sorted(problems, key=lambda problem: problem.line)

    def told(self, path: Path) -> str:
        """A sentence for each of them, in a line of its own; of many only the first ones."""
        lines: list[str] = []
        for problem in self._problems[:MOST_TOLD]:
            what = " ".join(str(problem).splitlines())  # it may quote a name with a line break in it
            lines.append(f"{path}{f', line {problem.line}' if problem.line else ''}: {what}.")
        more = len(self._problems) - MOST_TOLD
        return "\n".join([*lines, f"And {more} more."] if more > 0 else lines)


@contextlib.contextmanager
def reading(path: Path, or_else: str = "") -> Generator[None]:
    """What goes wrong with a file that is read is told with its name: `UsageError`, or `EnvironmentFault`.

    `or_else`: another way out, behind «mend it». A file that is not there is left to the caller.
    """
    try:
        yield
    except Problem as problem:
        raise UsageError(Problems([problem]).told(path)) from problem
    except Problems as problems:
        raise UsageError(problems.told(path)) from problems
    except NotYaml as error:
        raise UsageError(f"{path} is not valid YAML{error}; mend it{or_else}.") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise UsageError(
            f"{path} is not UTF-8 text from line {line} on; save it as UTF-8{or_else}."
        ) from error
    except FileNotFoundError:
        raise
    except OSError as error:
        raise EnvironmentFault(f"{path} cannot be read ({error.strerror}); check its permissions.") from error


class Faults:
    """Reads the parts of a file one after the other, and goes on behind one that is wrong."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def of(self, read: Callable[[], _Read], otherwise: _Read) -> _Read:
        """What `read` returns; `otherwise`, where it finds a problem."""
        try:
            return read()
        except Problem as problem:
            self.found.append(problem)
            return otherwise

    def refuse(self) -> None:
        """Raises `Problems` where anything was wrong."""
        if self.found:
            raise Problems(self.found)


class Fields:
    """The keys of one mapping. All scalars come as text; whoever asks says which type he expects."""

    def __init__(self, tree: dict[str, Any], place: str) -> None:
        self._tree = tree
        self._place = place
        """Such as `step 3: target`; empty for the file as a whole."""
        self._asked: list[str] = []

    @classmethod
    def of(cls, tree: Any, place: str) -> Fields:
        """Refuses what is no mapping."""
        if not isinstance(tree, dict) or not all(isinstance(key, str) for key in tree):
            raise Problem(f"{place or 'the file'} must be a list of keys with their values")
        return cls(cast("dict[str, Any]", tree), place)

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        self._ask(key)
        return key in self._tree

    def problem(self, key: str, what: str) -> Problem:
        """A fault of the key's value; `what` goes on after the key."""
        return Problem(f"{self._within()}«{key}» {what}", self.line_of(key))

    def line_of(self, key: str) -> int:
        """Where a key stands, or the mapping that lacks it, counted from 1; 0 where that is not known."""
        tree = self._tree
        return tree.of.get(key, tree.line) if isinstance(tree, Lines) else 0

    def text(self, key: str, default: str = REQUIRED) -> str:
        """A text."""
        value = self._value(key, default)
        if not isinstance(value, str):
            raise self.problem(key, "must be one text")
        return value

    def integer(self, key: str, least: int, default: int = REQUIRED) -> int:
        """A whole number of at least `least`."""
        if default is not REQUIRED and not self.has(key):
            return default
        number = _integer(self.text(key))
        if number is None or number < least:
            raise self.problem(key, f"is «{self._tree[key]}», but must be a whole number from {least} on")
        return number

    def positive(self, key: str, default: float) -> float:
        """A number above zero."""
        if not self.has(key):
            return default
        text = self.text(key)
        number = float(text) if _NUMBER.fullmatch(text) else 0.0
        if not 0 < number < math.inf:
            raise self.problem(key, f"is «{text}», but must be a number above 0")
        return number

    def flag(self, key: str, default: bool = REQUIRED) -> bool:
        """true or false."""
        if default is not REQUIRED and not self.has(key):
            return default
        text = self.text(key)
        if text not in ("true", "false"):
            raise self.problem(key, f"is «{text}», but must be true or false")
        return text == "true"

    def choice(self, key: str, choices: tuple[_Choice, ...]) -> _Choice:
        """One of the words."""
        text = self.text(key)
        for choice in choices:
            if text == choice:
                return choice
        meant = did_you_mean(text, choices) or f"; it must be one of {', '.join(choices)}"
        raise self.problem(key, f"is «{text}», which is not known{meant}")

    def texts(self, key: str, required: bool = False) -> tuple[str, ...]:
        """A list of texts; empty where it may lack and does."""
        values = self._list(key, required)
        if not all(isinstance(value, str) for value in values):
            raise self.problem(key, "must be a list of texts")
        if required and not values:
            raise self.problem(key, "is empty")
        return tuple(values)

    def integers(self, key: str, count: int) -> tuple[int, ...]:
        """Exactly `count` whole numbers."""
        values = self._list(key, required=True)
        numbers = [_integer(value) for value in values if isinstance(value, str)]
        whole = tuple(number for number in numbers if number is not None)
        if not len(whole) == len(values) == count:
            raise self.problem(key, f"must be {count} whole numbers, such as [{', '.join(['10'] * count)}]")
        return whole

    def mapping(self, key: str) -> dict[str, str]:
        """Texts by name."""
        part = Fields.of(self._value(key, REQUIRED), f"{self._within()}«{key}»")
        return {name: part.text(name) for name in part._tree}

    def part(self, key: str) -> Fields:
        """A mapping below this one."""
        return Fields.of(self._value(key, REQUIRED), f"{self._within()}{key}")

    def entries(self, key: str, each: str) -> tuple[Fields, ...]:
        """A list of mappings; `each` names one of them, such as `step`."""
        values = self._list(key, required=True)
        return tuple(
            Fields.of(value, f"{self._within()}{each} {number}")
            for number, value in enumerate(values, start=1)
        )

    def finish(self) -> None:
        """Refuses keys that nobody asked for: a misspelt one must not be passed over."""
        for key in self._tree:
            if key not in self._asked:
                hint = did_you_mean(key, self._asked) or "; remove it"
                raise self.problem(key, f"is not known here{hint}")

    def _value(self, key: str, default: Any) -> Any:
        self._ask(key)
        if key in self._tree:
            return self._tree[key]
        if default is REQUIRED:
            raise self.problem(key, "is missing")
        return default

    def _list(self, key: str, required: bool) -> list[Any]:
        value = self._value(key, REQUIRED if required else [])
        if not isinstance(value, list):
            raise self.problem(key, "must be a list")
        return cast("list[Any]", value)

    def _ask(self, key: str) -> None:
        if key not in self._asked:
            self._asked.append(key)

    def _within(self) -> str:
        return f"{self._place}: " if self._place else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The closest known word as a question in brackets, or nothing where none is close."""
    by_folded = {each.casefold(): each for each in known}
    close = difflib.get_close_matches(word.casefold(), by_folded, n=1)
    return f" (did you mean «{by_folded[close[0]]}»?)" if close else ""


def _integer(text: str) -> int | None:
    body = text.removeprefix("-")
    return int(text) if body.isascii() and body.isdigit() and len(body) <= 18 else None
