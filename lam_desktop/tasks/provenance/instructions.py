"""A plain sentence that says what is to be done: «Delete the e-mail of Myron», and another one at each run.

It is a row with one cell. What the steps type, choose, or mean by the name of a record are words of it, told
by the words around them, so that in another sentence of the same build they are others. All else in the two
sentences must be the same: «Archive the e-mail of Ann» is another task.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from difflib import SequenceMatcher

from lam_desktop.errors import UsageError
from lam_desktop.tasks.provenance.captions import quoted
from lam_desktop.tasks.task import DemonstratedRow, Task
from lam_desktop.tasks.texts.patterns.wording import said_at
from lam_desktop.tasks.texts.spans import Span, words_of

INSTRUCTION = "instruction"
"""Its column."""
HIDDEN = "•••"
_USED = "\0"


def row_of(instruction: str) -> DemonstratedRow:
    """The row that is demonstrated with an instruction, of no table; UsageError for an empty one."""
    said = " ".join(instruction.split())
    if not said:
        raise UsageError("The instruction is empty; say in a sentence what is about to be done.")
    return DemonstratedRow("", 1, {INSTRUCTION: said})


def shown_with(task: Task) -> str:
    """The instruction that a task was demonstrated with; empty where it was none."""
    return task.row.cells.get(INSTRUCTION, "") if task.row is not None and not task.row.file else ""


def without_secrets(row: DemonstratedRow, secrets: Iterable[str]) -> DemonstratedRow:
    """The row of an instruction with each secret that it says made unreadable."""
    sentence = row.cells[INSTRUCTION]
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        sentence = sentence.replace(secret, HIDDEN)
    return replace(row, cells={INSTRUCTION: sentence})


def said_instead(then: str, now: str) -> dict[str, str]:
    """The names and numbers of a sentence that are others in another one of the same build; else empty."""
    return _others(then, now, ()) or {}


def refuse_other_build(task: Task, now: str) -> None:
    """Raises UsageError where a sentence differs from the one that was shown by more than what the steps use
    of it, and names and numbers."""
    then = shown_with(task)
    if not then or then == now:
        return
    used = {
        part.transforms[0]
        for step in task.steps
        if step.value is not None and step.value.pattern is not None
        for part in step.value.pattern.parts
        if part.column == INSTRUCTION and part.transforms
    }
    if _others(then, now, used) is None:
        raise UsageError(
            f"{quoted(now)} is built otherwise than {quoted(then)}, for which the task «{task.name}» was"
            " recorded: say it in the same words, with other names and numbers."
        )


def _others(then: str, now: str, used: Collection[str]) -> dict[str, str] | None:
    """The names and numbers that stand for others, apart from what the transforms `used` take out of both;
    None where anything else differs."""
    first, second = _words(then, used), _words(now, used)
    said = [[word for word, _ in words] for words in (first, second)]
    found: dict[str, str] = {}
    for what, a, b, c, d in SequenceMatcher(None, *said, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        named = all(
            _is_name(span.of(text))
            for text, part in ((then, first[a:b]), (now, second[c:d]))
            for _, span in part
        )
        if what != "replace" or not named or a == 0 or c == 0:
            return None
        old, new = (
            then[first[a][1].start : first[b - 1][1].end],
            now[second[c][1].start : second[d - 1][1].end],
        )
        if found.setdefault(old, new) != new:
            return None
    return found


def _words(text: str, used: Collection[str]) -> list[tuple[str, Span]]:
    """The words as they are compared; of what is used one sign stands for all words."""
    taken = [span for name in used if (span := said_at(name, text)) is not None]
    words: list[tuple[str, Span]] = []
    for word in words_of(text):
        inside = any(word.overlaps(span) for span in taken)
        said = _USED if inside else word.of(text).casefold()
        if not (inside and words and words[-1][0] == _USED):
            words.append((said, word))
    return words


def _is_name(word: str) -> bool:
    """Whether it has a large letter in front, or a figure, or is of a script without large letters."""
    return word[:1].isupper() or any(sign.isdigit() for sign in word) or word.lower() == word.upper()
