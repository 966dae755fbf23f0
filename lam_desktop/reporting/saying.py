"""Sentences of the agent in 简体中文: known ones, and ones that a form with places fits."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from lam_desktop.reporting.chinese.cells import CELLS
from lam_desktop.reporting.chinese.doubts import DOUBTS
from lam_desktop.reporting.chinese.happenings import HAPPENINGS
from lam_desktop.reporting.chinese.naming import NAMES
from lam_desktop.reporting.chinese.sentences import SENTENCES
from lam_desktop.reporting.chinese.tables import TABLES
from lam_desktop.reporting.chinese.teaching import TEACHING
from lam_desktop.reporting.chinese.verdicts import VERDICTS

RUNS: dict[str, str] = NAMES | HAPPENINGS | DOUBTS | SENTENCES | VERDICTS | TABLES | CELLS | TEACHING
"""What is said in runs and before them."""
CAPTIONED = "what"
NUMBERED, SHARES = frozenset({"row", "step", "n"}), frozenset({"share", "less"})
KEYS = frozenset({"key", "keys"})
LONGEST = 600
"""Longer texts are not looked at: a journal may be anybody's, and many places take their time to fit."""
_PLACE = re.compile(r"\{(\w+)\}")
_QUOTED = re.compile(r"[“«]\{(\w+)\}")
"""Places for what a screen or a table says: that stays as it is."""
_BETWEEN = re.compile(r"(?<=[.?!]) (?=[A-Z“«])")


class Sentences:
    """Looks them up; what is not known is told as it was written."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = known
        forms = sorted((text for text in known if "{" in text), key=_literal, reverse=True)
        self._forms = [(_form(text), known[text], frozenset(_QUOTED.findall(text))) for text in forms]

    def chinese(self, text: str) -> str | None:
        """A sentence, or several of which one is known; None where none is."""
        if len(text) > LONGEST:
            return None
        parts = _BETWEEN.split(text)
        said = [self._sentence(part) for part in parts] if len(parts) > 1 else []
        if said and all(said):  # or a form with places could take several sentences for one
            return "".join(map(str, said))
        found = self._sentence(text)
        if found is None and any(said):
            return "".join(one or f"{part} " for one, part in zip(said, parts, strict=True)).strip()
        return found

    def _sentence(self, text: str) -> str | None:
        if text in self._known:
            return self._known[text]
        for form, said, quoted in self._forms:
            if found := form.fullmatch(text):
                parts = {
                    name: part if name in quoted else self.chinese(part) or part
                    for name, part in found.groupdict().items()
                }
                return said.format(**parts)
        return None


@functools.cache
def of_runs() -> Sentences:
    """Those that are said in runs and before them."""
    return Sentences(RUNS)


def _literal(text: str) -> int:
    """How many letters of a form are its own: the one that says most is tried first."""
    return len(_PLACE.sub("", text))


def _form(text: str) -> re.Pattern[str]:
    """What fits a sentence with places in braces."""
    parts = _PLACE.split(text)
    literal, places = map(re.escape, parts[::2]), (*map(_place, parts[1::2]), "")
    return re.compile("".join(said + place for said, place in zip(literal, places, strict=True)), re.DOTALL)


def _place(name: str) -> str:
    """What stands there; a caption ends in no full stop, as a sentence does that begins like one."""
    if name in NUMBERED:
        return rf"(?P<{name}>\d[\d.]*)"
    if name in KEYS:
        return rf"(?P<{name}>[\w +]{{1,24}})"
    if name in SHARES:
        return rf"(?P<{name}>\d[\d.]*%)"
    return f"(?P<{name}>.*[^.])" if name == CAPTIONED else f"(?P<{name}>.+)"
