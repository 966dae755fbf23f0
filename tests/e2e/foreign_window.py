"""A small window of another program that takes the keyboard."""

from __future__ import annotations

from Xlib import X
from Xlib.display import Display


class ForeignWindow:
    """Open until it is closed; `box` is x, y, width and height in screen pixels."""

    def __init__(self, display: str, title: str, box: tuple[int, int, int, int]) -> None:
        self._connection = Display(display)
        screen = self._connection.screen()
        x, y, w, h = box
        root, white = screen.root, screen.white_pixel
        window = root.create_window(x, y, w, h, 0, screen.root_depth, background_pixel=white)
        window.set_wm_name(title)
        window.set_wm_class(title.lower(), title)
        window.set_wm_normal_hints(flags=5, min_width=w, min_height=h)  # user's place, least size
        window.map()
        self._connection.sync()
        while window.get_attributes().map_state != X.IsViewable:
            pass
        window.set_input_focus(X.RevertToParent, X.CurrentTime)
        self._connection.sync()

    def close(self) -> None:
        """Takes it away."""
        self._connection.close()
