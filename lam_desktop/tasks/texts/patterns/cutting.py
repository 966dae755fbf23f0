"""Parts of a cell at a sign, zeros in front of a number, figures in groups: what has a structure of its own.

before /, after /                      at the first such sign
before last -, after last -            at the last one
part 2 at -                            between two of them
at least 6 digits, no leading zeros    a whole number
letters and digits                     without all other signs
groups of 4, groups of 4 with -        from the left
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_CUT = re.compile(r"(before|after)( last)? ([^\w\s|{}]|[_T])")
_PART = re.compile(r"part ([1-9]) at ([^\w\s|{}]|_)")
_WIDTH = re.compile(r"at least ([1-9][0-9]?) digits")
_GROUPS = re.compile(r"groups of ([2-9])(?: with ([-./]))?")
MOST_DIGITS = 14
LEAST_GROUPED = 6
"""Letters and figures of what is written in groups."""
PATHS = "./\\"
"""Of these the last one counts: it divides a file from its folder, and its ending from its name."""
GROUPS = (4, 3, 2, 5)


def structured(name: str, cell: str) -> str | None:
    """What the transform makes of the cell, empty where it cannot; None for a name that is none of these."""
    if match := _CUT.fullmatch(name):
        side, last, sign = match.groups()
        if sign not in cell:
            return ""
        before, _, after = cell.rpartition(sign) if last else cell.partition(sign)
        return (before if side == "before" else after).strip()
    if match := _PART.fullmatch(name):
        parts, at = cell.split(match[2]), int(match[1]) - 1
        return parts[at].strip() if at < len(parts) else ""
    if match := _WIDTH.fullmatch(name):
        return cell.zfill(int(match[1])) if _is_whole(cell) else ""
    if match := _GROUPS.fullmatch(name):
        plain, size = re.sub(r"[\s./-]", "", cell), int(match[1])
        if not plain.isalnum():
            return ""
        return (match[2] or " ").join(plain[at : at + size] for at in range(0, len(plain), size))
    if name == "no leading zeros":
        return (cell.lstrip("0") or "0") if _is_whole(cell) else ""
    if name == "letters and digits":
        return "".join(sign for sign in cell if sign.isalnum())
    return None


def cuts(cell: str, but: str = "") -> Iterator[tuple[str, float]]:
    """Transforms that take a part at a sign, with what each costs more than the simplest of them."""
    for sign in dict.fromkeys(one for one in cell if not one.isalnum() and not one.isspace()):
        if sign in but or sign in "|{}":
            continue
        count = cell.count(sign)
        path = sign in PATHS
        yield f"before {sign}", 0.1 if path else 0.0
        yield f"before last {sign}", 0.0 if path else 0.2
        yield f"after last {sign}", 0.1 if count == 1 and not path else 0.0
        yield f"after {sign}", 0.0 if count == 1 and not path else 0.2
        for at in range(2, min(count, 8) + 1):
            yield f"part {at} at {sign}", 0.3


def shapes(cell: str, amount: bool = False) -> Iterator[str]:
    """Transforms that fill up, or group, what the cell says; an `amount` keeps its decimal sign."""
    if _is_whole(cell):
        yield from (f"at least {width} digits" for width in range(len(cell) + 1, MOST_DIGITS + 1))
        if cell.startswith("0"):
            yield "no leading zeros"
    plain = re.sub(r"[\s./-]", "", cell)
    if len(plain) >= LEAST_GROUPED and plain.isalnum() and any(map(str.isdigit, plain)):
        for size in GROUPS:
            yield f"groups of {size}"
            yield from (f"groups of {size} with {sign}" for sign in "-./")
    if not amount and not cell.replace(" ", "").isalnum() and not cell.isdigit():
        yield "letters and digits"


def _is_whole(cell: str) -> bool:
    return re.fullmatch("[0-9]+", cell) is not None
