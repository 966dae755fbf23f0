"""The panel with children that play their parts: `python -m tests.panel.start_panel HOME FOLDER [RUNNER]`.

RUNNER are options of the fake runner, or `-m MODULE` for another one; `--real-record` records for real, and
leaves the steps as they were recorded.
Says on stdout where things are, so that a clerk can click on them: for a line `where NAME [X Y]` on stdin the
middle of the visible widget of that name (or of that pixel of its picture), for `texts` all that can be read.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtCore import QPointF, QSocketNotifier
from PySide6.QtWidgets import QApplication, QWidget
from Xlib.display import Display

from lam_desktop.panel.app import WINDOW_CLASS, run_panel
from lam_desktop.panel.widgets.picture import PictureView
from lam_desktop.panel.workers import Programs
from tests.panel.finding import shown_texts


def main() -> int:
    """Until the panel is closed."""
    home, folder, *rest = sys.argv[1:]
    lam = ["--real-record", "--hold"] if "--real-record" in rest else []
    runner = [word for word in rest if word not in lam]
    fake_runner = ("-m", "tests.panel.fake_runner", "--log", f"{folder}/runner.log", *runner)
    programs = Programs(
        (sys.executable, "-m", "tests.panel.fake_lam", "--log", f"{folder}/lam.log", *lam),
        (sys.executable, *(runner if "-m" in runner else fake_runner)),
    )
    application = QApplication([WINDOW_CLASS])
    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda *_: print(json.dumps(_answer(sys.stdin.readline())), flush=True))
    code = run_panel(Path(home), programs)
    del notifier, application
    return code


def _answer(line: str) -> object:
    words = line.strip().split("\t")
    tops = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    if words[0] == "texts":
        return [text for top in tops for text in shown_texts(top)]
    for top in tops:
        for widget in (top, *top.findChildren(QWidget)):
            if widget.objectName() == words[1] and widget.isVisible() and widget.isEnabled():
                return _place(widget, [int(word) for word in words[2:]])
    return None


def _place(widget: QWidget, pixel: list[int]) -> list[int]:
    at = QPointF(widget.rect().center())
    if pixel and isinstance(widget, PictureView):
        at = widget.point_at(*pixel)
    top = widget.window()
    inside = widget.mapTo(top, at)
    # Asked of the display: while a window manager frames a window, Qt may take the frame for the screen.
    display = Display()
    try:
        root = display.screen().root
        corner = display.create_resource_object("window", int(top.winId())).translate_coords(root, 0, 0)
    finally:
        display.close()
    return [round(inside.x()) - corner.x, round(inside.y()) - corner.y]


if __name__ == "__main__":
    sys.exit(main())
