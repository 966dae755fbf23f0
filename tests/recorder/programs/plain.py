"""A bare X window of class «Thing», titled «Window N»: `python -m tests.recorder.programs.plain N`."""

from __future__ import annotations

import sys


def main(number: int) -> None:
    from Xlib import X, Xutil
    from Xlib.display import Display

    display = Display()
    screen = display.screen()
    window = screen.root.create_window(
        100 * number, 50, 80, 60, 0, screen.root_depth, background_pixel=0x808080, event_mask=X.ExposureMask
    )
    window.set_wm_name(f"Window {number}")
    window.set_wm_class("thing", "Thing")
    window.set_wm_normal_hints(flags=Xutil.PPosition | Xutil.PSize, win_gravity=X.StaticGravity)
    window.map()
    while display.next_event().type != X.Expose:
        pass
    print("ready", flush=True)
    while True:
        display.next_event()


if __name__ == "__main__":
    main(int(sys.argv[1]))
