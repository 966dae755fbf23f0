"""Names in Chinese characters: no space stands beside them, and nearly every character is a word too."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lam_desktop.sharing.name_lists import IDEOGRAPHS, NameLists
from lam_desktop.sharing.name_signs import is_label, signs_in_ideographs

LENGTHS = range(2, 6)
GIVEN_LENGTHS = (2, 1)
JAPANESE = 2
"""Family names of so many characters may have as many and more behind them."""
MARKS = " :：,，、"


def find_in_ideographs(
    text: str, lists: NameLists, spares: Callable[[str], bool]
) -> Iterator[tuple[int, int]]:
    """Where people are named: a run that is a name as a whole, before a title, behind a label or greeting,
    and a family name before a known given name of two characters."""
    for match in IDEOGRAPHS.finditer(text):
        run, start = match[0], match.start()
        if spares(run):
            continue
        if _is_name(run, lists):
            yield match.span()
            continue
        before = text[:start].rstrip(MARKS)
        signed = before != text[:start] and is_label(_last_run(before))
        greeted = text[match.end() :].lstrip(MARKS).startswith(signs_in_ideographs("greetings behind"))
        if (signed or (greeted and text[match.end() :][:1] in MARKS)) and may_be_name(run, lists, spares):
            yield match.span()
            continue
        for at, end in _within(run, lists):
            yield start + at, start + end


def may_be_name(run: str, lists: NameLists, spares: Callable[[str], bool]) -> bool:
    """Whether characters are a name where people are named: no more than one has, and no ordinary word."""
    return (
        bool(IDEOGRAPHS.fullmatch(run))
        and len(run) in LENGTHS
        and not spares(run)
        and not lists.is_ordinary_run(run)
    )


def _is_name(run: str, lists: NameLists) -> bool:
    """Whether a whole run is family name and given name, each known or of characters that names have."""
    if len(run) not in LENGTHS or run in lists.ordinary or _holds_word(run, lists):
        return False
    for at in (1, 2, 3):
        family, given = run[:at], run[at:]
        if family not in lists.family or not given:
            continue
        if given in lists.given or (at >= JAPANESE and len(given) <= at + 1):
            return True
        if len(given) in GIVEN_LENGTHS and all(sign in lists.given_signs for sign in given):
            return True
    return False


def _holds_word(run: str, lists: NameLists) -> bool:
    """Whether two characters beside each other are an ordinary word."""
    return any(run[at : at + 2] in lists.ordinary for at in range(len(run) - 1))


def _within(run: str, lists: NameLists) -> Iterator[tuple[int, int]]:
    """In a longer run."""
    at = 0
    while at < len(run) - 1:
        family = next((size for size in (2, 1) if run[at : at + size] in lists.family), 0)
        end = _end(run, at, family, lists) if family else 0
        if end:
            yield at, end
        at = end or at + 1


def _end(run: str, at: int, family: int, lists: NameLists) -> int:
    """Behind the name that begins here; 0 where none does."""
    for size in (2, 1, 0):
        end = at + family + size
        titled = run.startswith(signs_in_ideographs("titles behind"), end)
        greeted = run[:at].endswith(signs_in_ideographs("greetings before")) and end == len(run)
        name, given = run[at:end], run[at + family : end]
        if end > len(run) or name in lists.ordinary:
            continue
        if (titled or greeted) and (size or not _is_word_of(run, at, lists)):
            return end
        if size == 2 and given in lists.given and not _holds_word(name, lists):
            return end
    return 0


def _is_word_of(run: str, at: int, lists: NameLists) -> bool:
    """Whether the character belongs to a word with the one before it: «客户经理» is nobody called 户."""
    return at > 0 and run[at - 1 : at + 1] in lists.ordinary


def _last_run(text: str) -> str:
    runs = IDEOGRAPHS.findall(text)
    return runs[-1] if runs and text.endswith(runs[-1]) else ""
