"""Every key of many layouts, in every state, is for us what it is for programs, which ask libxkbcommon."""

from __future__ import annotations

import ctypes
import ctypes.util
import shutil
import subprocess
from collections.abc import Iterator
from itertools import product

import pytest

from lam_desktop.office.virtual import VirtualDesktop
from recorder.inputs._xorg import XorgInput
from recorder.inputs._xorg_keymap import Keymap

LAYOUTS = [
    ("us", ""), ("de", ""), ("us,de", ","), ("us", "intl"), ("fr", ""), ("us,ru", ","), ("us,ru,gr", ",,"),
    ("us,ru,gr,il", ",,,"), ("tr", ""), ("cz", "qwerty"), ("jp", ""), ("ara", ""), ("de", "neo"),
]  # fmt: skip
LIBRARIES = ("xkbcommon", "xkbcommon-x11", "xcb")
NO_CAPITAL = "\u039cßϏ"  # versions of libxkbcommon differ in what CapsLock makes of these
SHIFT, LOCK, NUM, LEVEL3 = 1, 2, 16, 128

pytestmark = pytest.mark.skipif(
    shutil.which("setxkbmap") is None or any(ctypes.util.find_library(name) is None for name in LIBRARIES),
    reason="needs setxkbmap, libxkbcommon-x11 and libxcb",
)


class Oracle:
    """libxkbcommon with the map of a display, as Qt and GTK read it."""

    def __init__(self, display: str) -> None:
        self._lib, x11, xcb = (ctypes.CDLL(ctypes.util.find_library(name)) for name in LIBRARIES)
        xcb.xcb_connect.restype = self._lib.xkb_context_new.restype = ctypes.c_void_p
        self._lib.xkb_state_new.restype = x11.xkb_x11_keymap_new_from_device.restype = ctypes.c_void_p
        connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
        assert x11.xkb_x11_setup_xkb_extension(connection, 1, 0, 0, None, None, None, None)
        device = x11.xkb_x11_get_core_keyboard_device_id(connection)
        context = ctypes.c_void_p(self._lib.xkb_context_new(0))
        keymap = ctypes.c_void_p(x11.xkb_x11_keymap_new_from_device(context, connection, device, 0))
        self._state = ctypes.c_void_p(self._lib.xkb_state_new(keymap))
        xcb.xcb_disconnect(connection)

    def char(self, keycode: int, modifiers: int, group: int) -> str:
        self._lib.xkb_state_update_mask(self._state, modifiers, 0, 0, 0, 0, group)
        code = self._lib.xkb_state_key_get_utf32(self._state, keycode)
        return chr(code) if code >= 0x20 and code != 0x7F else ""


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with VirtualDesktop(window_manager=False) as desktop, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DISPLAY", desktop.display)
        yield desktop.display


def keymap_of(display: str, layout: str, variant: str) -> Keymap:
    command = ["setxkbmap", "-display", display, "-rules", "evdev", "-model", "pc105", "-option", ""]
    subprocess.run([*command, "-layout", layout, "-variant", variant], check=True)
    backend = XorgInput()
    backend._read_keymap()
    backend.stop()
    return backend._keymap


@pytest.mark.parametrize(("layout", "variant"), LAYOUTS)
def test_every_key(display: str, layout: str, variant: str) -> None:
    keymap, oracle = keymap_of(display, layout, variant), Oracle(display)
    assert keymap.xkb is not None
    wrong: list[tuple[object, ...]] = []
    tried = 0
    states = [sum(state) for state in product((0, SHIFT), (0, LOCK), (0, NUM), (0, LEVEL3))]
    for group, state, keycode in product(range(layout.count(",") + 1), states, range(9, 110)):
        tried += 1
        char = keymap.key(keycode, state | group << 13).char or ""
        expected = oracle.char(keycode, state, group)
        if char != expected and not (state & LOCK and char in NO_CAPITAL):
            wrong.append((keycode, group, state, char, expected))
    assert tried > 1500
    assert wrong == []


def test_without_xkeyboard_the_core_map_serves(display: str) -> None:
    for layout, variant in (("us", ""), ("fr", ""), ("us,ru", ",")):
        keymap, oracle = keymap_of(display, layout, variant), Oracle(display)
        keymap.xkb = None
        for group, state, keycode in product(range(layout.count(",") + 1), (0, SHIFT, NUM), range(10, 62)):
            char = keymap.key(keycode, state | group << 13).char or ""
            assert char == oracle.char(keycode, state, group), (layout, keycode, group, state)


def test_a_key_is_named_by_its_latin_character(display: str) -> None:
    keymap = keymap_of(display, "ru,us", ",")
    assert keymap.key(54, 4).name == "c"  # Ctrl+C with the Russian layout on
    assert keymap.key(54, 0).char == "с"
    assert [keymap.key(code, 0).name for code in (9, 36, 23, 67, 113)] == [
        "esc",
        "enter",
        "tab",
        "f1",
        "left",
    ]


def test_a_rebound_key_is_read_as_it_is_now(display: str) -> None:
    keymap = keymap_of(display, "us", "")
    keymap.change(8, 2, [0x010020AC, 0x010020AC])
    assert keymap.key(8, 0).char == "€"
    assert keymap.key(38, 0).char == "a"
