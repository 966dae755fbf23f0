"""What X keysyms stand for: the name of a command key, the character of another."""

from __future__ import annotations

import unicodedata

NAMES = {
    0xFF08: "backspace", 0xFF09: "tab", 0xFE20: "tab", 0xFF0A: "enter", 0xFF0D: "enter", 0xFF8D: "enter",
    0xFF13: "pause", 0xFF14: "scrolllock", 0xFF15: "printscreen", 0xFF61: "printscreen", 0xFF1B: "esc",
    0xFFFF: "delete", 0xFF50: "home", 0xFF51: "left", 0xFF52: "up", 0xFF53: "right", 0xFF54: "down",
    0xFF55: "pageup", 0xFF56: "pagedown", 0xFF57: "end", 0xFF63: "insert", 0xFF67: "apps", 0xFF6A: "help",
    0xFF20: "compose", 0xFF7F: "numlock", 0xFFE5: "capslock", 0xFFE6: "capslock",
    0xFFE1: "shift_l", 0xFFE2: "shift_r", 0xFFE3: "ctrl_l", 0xFFE4: "ctrl_r", 0xFFE9: "alt_l",
    0xFFEA: "alt_r", 0xFFE7: "alt_l", 0xFFE8: "alt_r", 0xFFEB: "win_l", 0xFFEC: "win_r",
    0xFE03: "altgr", 0xFE04: "altgr", 0xFE05: "altgr", 0xFE11: "altgr", 0xFE12: "altgr", 0xFF7E: "altgr",
    0xFE08: "iso_next_group", 0xFE0A: "iso_prev_group", 0x20: "space",
    0xFF95: "home", 0xFF96: "left", 0xFF97: "up", 0xFF98: "right", 0xFF99: "down", 0xFF9A: "pageup",
    0xFF9B: "pagedown", 0xFF9C: "end", 0xFF9D: "clear", 0xFF9E: "insert", 0xFF9F: "delete",
    0xFE50: "dead_grave", 0xFE51: "dead_acute", 0xFE52: "dead_circumflex", 0xFE53: "dead_tilde",
    0xFE54: "dead_macron", 0xFE55: "dead_breve", 0xFE56: "dead_abovedot", 0xFE57: "dead_diaeresis",
    0xFE58: "dead_abovering", 0xFE59: "dead_doubleacute", 0xFE5A: "dead_caron", 0xFE5B: "dead_cedilla",
    0xFE5C: "dead_ogonek", 0xFE60: "dead_belowdot", 0xFE61: "dead_hook", 0xFE62: "dead_horn",
    0xFE63: "dead_stroke",
    **{0xFFBE + number: f"f{number + 1}" for number in range(35)},
}  # fmt: skip

# The old keysym pages follow national 8-bit code pages, which Python knows (X11 protocol, appendix A).
_PAGES = {
    0x01: "iso8859-2", 0x02: "iso8859-3", 0x03: "iso8859-4", 0x05: "iso8859-6", 0x06: "koi8-u",
    0x07: "iso8859-7", 0x0C: "iso8859-8", 0x0D: "tis-620", 0x13: "iso8859-15",
}  # fmt: skip

# First keysym of a run -> its characters: what differs from the pages, and pages that follow none.
_RUNS = {
    0x06A1: "ђѓ", 0x06A5: "ѕ", 0x06A8: "јљњћќ", 0x06AE: "ўџ№ЂЃ", 0x06B5: "Ѕ", 0x06B8: "ЈЉЊЋЌ",
    0x06BE: "ЎЏ", 0x07A1: "ΆΈΉΊΪ", 0x07A7: "ΌΎΫ", 0x07AB: "Ώ", 0x07AE: "΅", 0x07B1: "άέήίϊΐόύϋΰώ",
    0x07D2: "Σ", 0x07F2: "σς", 0x08A1: "⎷┌─⌠⌡│⎡⎣⎤⎦⎛⎝⎞⎠⎨⎬", 0x08BC: "≤≠≥∫∴∝∞", 0x08C5: "∇", 0x08C8: "∼≃",
    0x08CD: "⇔⇒≡", 0x08D6: "√", 0x08DA: "⊂⊃∩∪∧∨", 0x08EF: "∂", 0x08F6: "ƒ", 0x08FB: "←↑→↓",
    0x09E0: "◆▒␉␌␍␊", 0x09E8: "␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│",
    0x0AA1: "\u2003\u2002\u2004\u2005\u2007\u2008\u2009\u200a—–", 0x0AAC: "␣", 0x0AAE: "…‥⅓⅔⅕⅖⅗⅘⅙⅚℅",
    0x0ABB: "‒⟨.⟩", 0x0AC3: "⅛⅜⅝⅞", 0x0AC9: "™☓", 0x0ACC: "◁▷○▯‘’“”℞‰′″", 0x0AD9: "✝",
    0x0ADB: "▬◀▶●▮◦▫▭△▽☆•▪▲▼☜☞♣♦♥", 0x0AF0: "✠†‡✓✗♯♭♂♀☎⌕℗‸‚„", 0x0BA3: "<", 0x0BA6: ">", 0x0BA8: "∨∧",
    0x0BC0: "¯", 0x0BC2: "⊤∩⌊", 0x0BC6: "_", 0x0BCA: "∘", 0x0BCC: "⎕", 0x0BCE: "⊥○", 0x0BD3: "⌈",
    0x0BD6: "∪", 0x0BD8: "⊃", 0x0BDA: "⊂", 0x0BDC: "⊣", 0x0BFC: "⊢", 0x0DDE: "\u0e3e",
    0x0EEF: "ㅭㅱㅸㅿㆁㆄㆆㆍㆎᇫᇰᇹ", 0x0EFF: "₩", 0x20AC: "€", 0x047E: "‾", 0x04DE: "゛゜",
}  # fmt: skip
_CHARS = {
    start + at: char
    for runs in (
        _RUNS,
        {0x0EA1: "".join(map(chr, range(0x3131, 0x3164)))},  # Korean letters
        {0x0ED4: "".join(map(chr, range(0x11A8, 0x11C3)))},  # and those that end a syllable
    )
    for start, run in runs.items()
    for at, char in enumerate(run)
}


def char_of(keysym: int) -> str | None:
    """The character that a keysym stands for, or None for a command or dead key."""
    if 0x20 <= keysym <= 0x7E or 0xA0 <= keysym <= 0xFF:
        return chr(keysym)
    if 0x01000100 <= keysym <= 0x0110FFFF:
        return chr(keysym - 0x01000000)
    if 0xFFAA <= keysym <= 0xFFB9:  # keypad: * + , - . / 0…9
        return chr(keysym - 0xFF80)
    if keysym == 0xFFBD:
        return "="
    if keysym == 0xFF80:
        return " "
    if keysym in _CHARS:
        return _CHARS[keysym]
    page = _PAGES.get(keysym >> 8)
    if page is not None and keysym & 0xFF >= 0xA0:
        return bytes([keysym & 0xFF]).decode(page, "ignore") or None
    if 0x04A1 <= keysym <= 0x04DD:
        return unicodedata.normalize("NFKC", chr(0xFF61 + keysym - 0x04A1))
    return None
