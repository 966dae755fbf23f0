"""Paints the time as a colour, a hundred times a second, in a corner (`small`) or everywhere (`whole`)."""

from __future__ import annotations

import sys
import time


def main(extent: str) -> None:
    from Xlib import X
    from Xlib.display import Display

    display = Display()
    screen = display.screen()
    width, height = (screen.width_in_pixels, screen.height_in_pixels) if extent == "whole" else (4, 4)
    window = screen.root.create_window(
        0, 0, width, height, 0, screen.root_depth, override_redirect=True, event_mask=X.ExposureMask
    )
    window.map()
    pen = window.create_gc()
    display.sync()
    print("ready", flush=True)
    while True:
        pen.change(foreground=(time.monotonic_ns() // 1_000_000) & 0xFFFFFF)
        window.fill_rectangle(pen, 0, 0, width, height)
        display.sync()
        time.sleep(0.01)


if __name__ == "__main__":
    main(sys.argv[1])
