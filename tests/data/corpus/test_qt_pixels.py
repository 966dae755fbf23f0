"""The boxes that the Qt renderer states are where the pixels are (in a process of its own, as in use)."""

import subprocess
import sys

_SCRIPT = """
import dataclasses, random
import numpy as np
from PIL import Image
import io
from lam_desktop.data.corpus import looks, qt, qt_style
from lam_desktop.data.corpus.spec import Node, Scene

qt.dress = lambda app, look: "QPushButton{background:#ff00ff;border:none;color:#ff00ff;padding:9px 30px}"
button = Node("button", "footer/save", "Save")
parts = (Node("field", "f", value="x", variant="line"), button, Node("para", "p", "words"))
body = Node("column", "c", children=parts, variant="pad")
scene = Scene("p", "base", "A", "en", "Title", (), body, "", (), None, None, "")
for n in range(12):
    drawn = qt_renderer.render(scene, f"s{n}", small=False) if n else None
    if n == 0:
        qt_renderer = qt.QtRenderer()
        continue
    box = next(e.box for e in drawn.elements if e.id == "footer/save")
    pixels = np.asarray(Image.open(io.BytesIO(drawn.png)).convert("RGB")).astype(int)
    mask = (abs(pixels - (255, 0, 255)).sum(axis=2) < 30)
    rows, columns = np.where(mask.any(axis=1))[0], np.where(mask.any(axis=0))[0]
    found = columns[0], rows[0], columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1
    assert max(abs(a - b) for a, b in zip(found, box)) <= 2, (n, found, box)
print("agree")
"""


def test_box_of_a_button_is_its_pixels() -> None:
    done = subprocess.run([sys.executable, "-c", _SCRIPT], capture_output=True, text=True, timeout=120)
    assert done.stdout.strip() == "agree", done.stderr[-2000:]
