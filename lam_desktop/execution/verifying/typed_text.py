"""Does the screen show what was typed? Tolerant of reading errors, never of a wrong figure, sign or mark.

One reading may lose a minus or a comma. So what differs is looked at once more in other cuts: what no cut
shows right is not right, but for accents, letters of one shape, and marks beside no figure.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from lam_desktop.execution.screen.redrawn import changes
from lam_desktop.execution.screen.screen_texts import CARETS, folded
from lam_desktop.types import ENTRY_KINDS, Box, Element, Frame

LEAST_ALIKE = 0.7
"""Share of letters that must agree; a good recogniser misses accents and punctuation, not most letters."""
LEAST_SHOWN = 0.4
"""A field too short for its text shows at least this share of it."""
LEAST_LONG = 12
"""Shorter texts fit into their fields: of those all must be seen, or a lost digit would pass."""
LETTERS_PER_ERROR = 24
"""One letter of so many may be misread in every cut; of a shorter text none."""
LOOKALIKES = frozenset({"0o", "0d", "1l", "1i", "1|", "1!", "2z", "5s", "6b", "8b", "9g", "0q", "7t"})
ONE_SHAPE = frozenset({"il", "l|", "i|", "l!", "i!", "ij", "vy", "ssb", "ssβ"}) | LOOKALIKES
"""Letters that some typefaces draw alike, folded."""
SIGNS, DIVIDERS, SIGNS_AFTER = "+-", ".,:/", "%‰-"
"""Marks that belong to the figure behind them, between two figures, and to the one before them."""
MARKS = str.maketrans(
    {"‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "’": "'", "‘": "'", "`": "'", "´": "'"}
    | {"“": '"', "”": '"', "„": '"'}
)
TALLEST = 3
"""A field of one line is not so many times as high as its text."""
MOST_LOOKED_AT = 3
"""So many texts, most alike first, are looked at again."""


CloserLook = Callable[[Element], Iterable[str]]
"""What the place of an element says in other cuts."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, and what a field may make of it."""

    text: str
    writings: tuple[str, ...] = ()
    """The same number or date in the form in which the demonstration's field wrote it."""
    longer: tuple[str, ...] = ()
    """What the demonstration's field showed beside the text: a unit, a completion; folded."""
    others: Collection[str] = field(default=frozenset())
    """Values of this row and of others, folded: what reads as one of them is not this one misread."""

    @property
    def wanted(self) -> tuple[str, ...]:
        """The texts that are right, as they are compared."""
        return tuple(dict.fromkeys(plain(one) for one in (self.text, *self.writings)))


def plain(text: str) -> str:
    """A text as it is compared: folded, dashes and quotation marks of one kind."""
    return folded(text.translate(MARKS))


def shows(typed: str, seen: str) -> bool:
    """Whether `seen`, read once, can be a rendering of `typed`, whole or, where long, a part of it.

    Tells that a text is there, not that it is right.
    """
    wanted, read = folded(typed), folded(seen)
    if not wanted:
        return True
    if not read:
        return False
    if wanted in read:
        return any(_free_edges(wanted, read, at) for at in _places(wanted, read))
    if _scrolled(wanted, read):
        return True
    start, end = _best_window(wanted, read)
    found = differences(wanted, read[start:end])
    return found is not None and not any(_loses_a_digit(one) for one in found)


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where a reading is not what was typed."""

    at: int
    """In the folded text."""
    typed: str
    read: str

    @property
    def places(self) -> frozenset[int]:
        """All letters of the text that it touches."""
        return frozenset(range(self.at, self.at + max(1, len(self.typed))))


def differences(wanted: str, read: str) -> frozenset[Difference] | None:
    """Where two folded texts differ; None where they are not alike."""
    if wanted == read:
        return frozenset()
    matcher = SequenceMatcher(None, wanted, read, autojunk=False)
    if matcher.ratio() < LEAST_ALIKE and (not _bare(wanted) or _bare(wanted) != _bare(read)):
        return None
    found: set[Difference] = set()
    for what, a0, a1, b0, b1 in matcher.get_opcodes():
        if what == "equal":
            continue
        if a1 - a0 == b1 - b0:
            pairs = zip(range(a0, a1), wanted[a0:a1], read[b0:b1], strict=True)
            found |= {Difference(at, a, b) for at, a, b in pairs if a != b}
        else:
            found.add(Difference(a0, wanted[a0:a1], read[b0:b1]))
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class ReadBack:
    """Whether what was typed is shown, and what was read there."""

    ok: bool
    seen: str


def read_back(
    typed: Typed,
    before: tuple[Frame, Sequence[Element]],
    after: tuple[Frame, Sequence[Element]],
    window: Box | None,
    closer: CloserLook,
) -> ReadBack:
    """Whether an element on what changed shows what was typed, and what was read there, best first.

    `before` and `after`: the screen and its elements; `window` in frame pixels.
    """
    changed = changes(before[0], after[0], window)
    near = [one for one in after[1] if one.text and any(one.box.overlaps(it) for it in changed)]
    near.sort(key=lambda one: -_likeness(typed.text, one.text))

    def shown(one: Element, look: CloserLook) -> bool:
        stood = [plain(it.text) for it in before[1] if it.text and it.box.overlaps(one.box)]
        return any(
            _shows_exactly(wanted, typed, one.text, stood, lambda: look(one)) for wanted in typed.wanted
        )

    for look, most in ((_once, len(near)), (closer, MOST_LOOKED_AT)):
        for one in near[:most]:
            if shown(one, look) and all(shown(whole, closer) for whole in _holds(one, near)):
                return ReadBack(True, one.text)
        # A text may have been cut into several elements, or into several lines.
        if len(near) > 1 and shown(together := _together(near), look):
            return ReadBack(True, together.text)
    return ReadBack(False, near[0].text if near else "")


def _once(_: Element) -> Iterable[str]:
    return ()


def _together(near: Sequence[Element]) -> Element:
    """All texts as one, in reading order."""
    box = near[0].box
    for one in near[1:]:
        box = box.union(one.box)
    return Element(
        box, "text", " ".join(one.text for one in sorted(near, key=lambda it: (it.box.y, it.box.x)))
    )


def _holds(one: Element, near: Sequence[Element]) -> Iterable[Element]:
    """The one-line field in which a text stands, and the line of all texts in it: it may go on beside it.

    «Miller» of «Miller & Sons» may be an element by itself.
    """
    for it in near:
        if (
            it.kind not in ENTRY_KINDS
            or not it.box.contains(*one.box.center)
            or it.box.h >= TALLEST * one.box.h
        ):
            continue
        if it is not one:
            yield it
        inside: list[Element] = []
        for text in sorted(near, key=lambda text: -text.box.w):  # one text may have been found twice
            new = all(2 * text.box.intersection(old.box).area < text.box.area for old in inside)
            if text.kind not in ENTRY_KINDS and new and it.box.contains(*text.box.center):
                inside.append(text)
        if len(inside) > 1:
            line = " ".join(text.text for text in sorted(inside, key=lambda text: text.box.x))
            yield Element(it.box, "text", line)


def _shows_exactly(
    wanted: str, typed: Typed, seen: str, stood: Sequence[str], closer: Callable[[], Iterable[str]]
) -> bool:
    """Whether a place, read as `seen` and in other cuts, shows `wanted`.

    What one cut shows right is right; a place that differs in every cut differs.
    """
    found: list[frozenset[Difference]] = []
    for text in (seen, *closer()):
        if _adds_figures(wanted, plain(text), typed, stood):  # a narrower cut would only not see them
            return False
        look = _look(wanted, typed, text, stood)
        if look is None:
            continue
        if not look:
            return True
        if plain(text) in typed.others and plain(text) not in typed.wanted:
            return False
        found.append(look)
    if len(found) < 2:
        return False
    # Two cuts may each misread another figure: of figures one cut must see all as they are.
    if all(any(_is_of_figure(one, wanted) and not _forgiven(one, wanted) for one in look) for look in found):
        return False
    everywhere = frozenset.intersection(
        *(frozenset(at for one in look for at in one.places) for look in found)
    )
    left = [one for one in found[-1] if one.places & everywhere and not _forgiven(one, wanted)]
    letters = [one for one in left if not _is_of_figure(one, wanted)]
    return sum(len(one.places) for one in letters) <= len(wanted) // LETTERS_PER_ERROR


def _adds_figures(wanted: str, read: str, typed: Typed, stood: Sequence[str]) -> bool:
    """Whether the text stands there with figures or a sign of its figures before or behind it."""
    places = [(read[:at], read[at + len(wanted) :]) for at in _places(wanted, read)]
    return bool(places) and not any(_figures_end(wanted, *one, typed, stood) for one in places)


def _figures_end(wanted: str, left: str, right: str, typed: Typed, stood: Sequence[str]) -> bool:
    """Whether the figures at the ends of the text do not go on in what was read beside it."""
    if wanted[0].isdigit() and left and left not in typed.longer:
        known = len(left) > 1 and any(left in text for text in stood)
        figure = left[-1].isdigit() or (left[-1] in DIVIDERS and (len(left) == 1 or left[-2].isdigit()))
        if figure or (left[-1] in SIGNS and not known):
            return False
    if wanted[-1].isdigit() and right and right not in typed.longer:
        return not (
            right[0].isdigit() or right[0] in SIGNS_AFTER or (right[0] in DIVIDERS and right[1:2].isdigit())
        )
    return True


def _look(wanted: str, typed: Typed, seen: str, stood: Sequence[str]) -> frozenset[Difference] | None:
    """Where one reading differs from what was typed; None where it shows another text, or a longer one."""
    best: frozenset[Difference] | None = None
    for text in _without_pictures(seen):
        read = plain(text)
        if not read:
            continue
        if read == wanted or _scrolled(wanted, read):
            return frozenset()
        places = [(at, at + len(wanted)) for at in _places(wanted, read)] or [_best_window(wanted, read)]
        for start, end in places:
            if not _edges_allowed(wanted, read[:start], read[end:], typed, stood):
                continue
            found = differences(wanted, read[start:end])
            if found is not None and (best is None or len(found) < len(best)):
                best = found
    return best


def _without_pictures(seen: str) -> Iterable[str]:
    """The reading, and without single signs at its ends: the arrow of a list, a clear button, a calendar."""
    words = seen.split()
    yield seen
    while len(words) > 1 and len(words[-1]) == 1 and not words[-1].isdigit():
        words.pop()
        yield " ".join(words)
    while len(words) > 1 and len(words[0]) == 1 and not words[0].isdigit() and words[0] not in SIGNS:
        del words[0]
        yield " ".join(words)


def _edges_allowed(wanted: str, left: str, right: str, typed: Typed, stood: Sequence[str]) -> bool:
    """Whether what was read beside the text may stand there."""
    if not _figures_end(wanted, left, right, typed, stood):
        return False
    figures = not any(letter.isalpha() for letter in wanted)
    for beside in (left, right):
        says = any(letter.isalnum() for letter in beside)
        caret = beside is right and len(right) == 1 and right in CARETS and wanted[-1] not in DIVIDERS
        known = any(beside in text for text in stood) or beside in typed.longer
        if says and not (caret or known or (typed.longer and not figures)):
            return False
    return True


def _free_edges(wanted: str, read: str, at: int) -> bool:
    """`12` in `312` is another number: digits must not go on beside the text."""
    left, right = read[max(0, at - 1) : at], read[at + len(wanted) : at + len(wanted) + 1]
    return not (wanted[0].isdigit() and left.isdigit()) and not (wanted[-1].isdigit() and right.isdigit())


def _scrolled(wanted: str, read: str) -> bool:
    """Whether a field too short for its text shows its end, where the caret is.

    One that shows the beginning may have cut off the rest.
    """
    if len(wanted) < LEAST_LONG or len(read) < LEAST_SHOWN * len(wanted):
        return False
    return wanted.endswith(read) or (read[-1] in CARETS and wanted.endswith(read[:-1]))


def _places(wanted: str, read: str) -> Iterable[int]:
    at = read.find(wanted)
    while at >= 0:
        yield at
        at = read.find(wanted, at + 1)


def _best_window(wanted: str, read: str) -> tuple[int, int]:
    """The part of `read` as long as `wanted` that resembles it most: labels may have been read along."""
    if len(read) <= len(wanted) + 2:
        return 0, len(read)
    matcher = SequenceMatcher(None, wanted, read, autojunk=False)
    block = matcher.find_longest_match()
    start = max(0, min(len(read) - len(wanted), block.b - block.a))
    return start, start + len(wanted)


def _loses_a_digit(one: Difference) -> bool:
    """`0` read as `o` is an error of reading, `3` as `8` is not."""
    if not any(letter.isdigit() for letter in one.typed + one.read):
        return False
    return not {one.typed + one.read, one.read + one.typed} & LOOKALIKES


def _forgiven(one: Difference, wanted: str) -> bool:
    """Whether every cut may read it so, though the right text stands there."""
    if _is_of_figure(one, wanted) and not {one.typed + one.read, one.read + one.typed} & LOOKALIKES:
        return False
    if not any(letter.isalnum() for letter in one.typed + one.read):
        return True
    if {one.typed + one.read, one.read + one.typed} & ONE_SHAPE:
        return True
    foreign = all(not _base(letter).isascii() for letter in one.typed + one.read)
    return foreign or "".join(map(_base, one.typed)) == "".join(map(_base, one.read))


def _is_of_figure(one: Difference, wanted: str) -> bool:
    """Whether it is a digit, or a sign or mark that belongs to a figure."""
    signs = one.typed + one.read
    if any(letter.isdigit() for letter in signs):
        return True
    ahead = wanted[one.at + len(one.typed) : one.at + len(one.typed) + 1].isdigit()
    behind = wanted[one.at - 1 : one.at].isdigit() if one.at else False
    marks = any(not letter.isalnum() for letter in signs)
    return marks and (ahead or (behind and any(letter in SIGNS_AFTER for letter in signs)))


def _base(letter: str) -> str:
    """The letter without its accent or stroke."""
    name = unicodedata.name(letter, "")
    if " WITH " not in name:
        return letter
    try:
        return unicodedata.lookup(name.split(" WITH ")[0])
    except KeyError:
        return letter


def _bare(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def _likeness(typed: str, seen: str) -> float:
    return SequenceMatcher(None, folded(typed), folded(seen), autojunk=False).ratio()
