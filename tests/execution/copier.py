"""A person's program, of Qt: copies what it is given, or pastes. Run it on a desktop of its own.

python copier.py copy < {"kind": "text in base64", "picture": "a picture in base64", …}
python copier.py paste KIND … > {"kind": "text in base64", …}
"""

from __future__ import annotations

import base64
import json
import sys

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage


def copy(application: QGuiApplication) -> None:
    """Says so, and stays until it is ended."""
    held = QMimeData()
    for kind, encoded in json.load(sys.stdin).items():
        content = base64.b64decode(encoded)
        if kind == "picture":  # Qt offers it in many formats, and makes each when it is asked for it
            held.setImageData(QImage.fromData(content))
        else:
            held.setData(kind, content)
    application.clipboard().setMimeData(held)
    print("copied", flush=True)
    application.exec()


def paste(application: QGuiApplication, kinds: list[str]) -> None:
    """Says what it gets of each kind, nothing where it is not offered."""
    held = application.clipboard().mimeData()
    print(json.dumps({kind: base64.b64encode(held.data(kind).data()).decode() for kind in kinds}))


if __name__ == "__main__":
    started = QGuiApplication(["copier", "-platform", "xcb"])
    if sys.argv[1] == "copy":
        copy(started)
    else:
        paste(started, sys.argv[2:])
