"""Is what a row was closed with taken back? Some programs say that it is stored before they know.

It is looked at once more a moment later. What a program takes back later, only a check of the task knows.
"""

from __future__ import annotations

import re

from lam_desktop.execution.runs.proof import UNSEEN
from lam_desktop.execution.screen.screen_texts import folded, nearly
from lam_desktop.execution.verifying.effects import lines_of
from lam_desktop.types import Observation, Verdict

WORD = re.compile(r"[^\W\d_]{3}")
"""A line that holds none, such as the time of day, takes nothing back."""


def rests_on_words(verdict: Verdict) -> bool:
    """Whether words that came or went tell that a step was done, and not pixels alone."""
    evidence = verdict.evidence
    return verdict.ok and UNSEEN not in evidence and bool(evidence.get("came") or evidence.get("went"))


def taken_back(first: Verdict, seen: Observation, later: Verdict, now: Observation) -> Verdict | None:
    """What became of a verdict by words: None where it stands, or only its words are gone again.

    `seen`, `now`: the program when it was given, and later, as `later` judges it. What takes something back
    says so: words that vanish by themselves, as a message does that is shown for a while, do not, nor does
    what a window in front leaves of a line.
    """
    if later.ok:
        return None
    stood = lines_of(seen)
    left = stood - lines_of(now)
    said = [one.text for one in now.elements if WORD.search(one.text)]
    new = [
        text
        for text in said
        if not any(nearly(folded(text), line) for line in stood)
        and not any(line.startswith(folded(text)) or line.endswith(folded(text)) for line in left)
    ]
    if not new:
        return None
    word = [*first.evidence.get("came", ()), *first.evidence.get("went", ())][0]
    reason = f"It was there (“{word}”), and was taken back: the screen says “{' '.join(new[0].split())}” now."
    return Verdict(False, reason, later.evidence)
