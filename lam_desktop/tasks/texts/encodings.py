"""Which encoding a text table is in: what spreadsheets write, told apart by trying."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from lam_desktop.errors import UsageError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins like UTF-16, so it goes first
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods; .xls


def decoded(data: bytes, path: Path) -> tuple[str, str]:
    """The text and the name of its encoding; raises `UsageError` for what is no text.

    A byte order mark decides. Without one: UTF-8 where the bytes are valid UTF-8, because text in another
    encoding practically never is by chance. Else the code pages of Excel's plain «CSV»: GBK where every
    non-ASCII byte pairs up to one of the 3,755 everyday Chinese characters or full-width signs (accented
    Latin letters mostly stand alone between ASCII ones), otherwise Windows-1252, which nearly any bytes
    satisfy and which therefore comes last.
    """
    if data.startswith(_WORKBOOKS):
        raise UsageError(f"{path} is a workbook, not a text table; save it as «CSV UTF-8» and use that file.")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data.removeprefix(mark) if encoding == "utf-8" else data, encoding, path), encoding
    if b"\0" in data:
        raise UsageError(f"{path} is not a text table; save the rows as «CSV UTF-8» and use that file.")
    for encoding in ("utf-8", "gbk", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "gbk" or _everyday_chinese(data):
            return text, encoding
    raise UsageError(f"{path} is in an encoding that is not known; save it as «CSV UTF-8» and use that file.")


def _marked(data: bytes, encoding: str, path: Path) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{path} says it is {encoding.upper()} but is not, from byte {error.start} on; save it again as"
            " «CSV UTF-8»."
        ) from error


def _everyday_chinese(data: bytes) -> bool:
    """Whether all non-ASCII bytes form pairs of GB 2312's signs (rows 1-9) or its first level (16-55).

    A single pair within a Latin word («CRÉÉ» + «E») is two accented letters.
    """
    for run in re.finditer(rb"[\x80-\xff]+", data):
        leads, trails = run[0][::2], run[0][1::2]
        if not all(0xA1 <= lead <= 0xA9 or 0xB0 <= lead <= 0xD7 for lead in leads):
            return False
        if len(trails) != len(leads) or not all(0xA1 <= trail <= 0xFE for trail in trails):
            return False
        around = data[run.start() - 1 : run.start()] + data[run.end() : run.end() + 1]
        if len(leads) == 1 and len(around) == 2 and around.isalpha():
            return False
    return True
