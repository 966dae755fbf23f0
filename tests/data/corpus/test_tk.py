"""The boxes that the Tk renderer states are where the pixels are (in a process of its own, as in use)."""

import shutil
import subprocess
import sys

import pytest

_SCRIPT = """
import io
import numpy as np
from PIL import Image
from lam_desktop.data.corpus import tk
from lam_desktop.data.corpus.spec import Node, Scene

link = Node("link", "link", "MMMMMM")
checks = tuple(Node("check", f"c{n}", "some words", checked=False) for n in range(3))
field = Node("field", "f", value="x", variant="line")
body = Node("column", "c", children=(field, link, *checks), variant="pad")
scene = Scene("p", "base", "A", "en", "Title", (), body, "", (), None, None, "")
with tk.TkRenderer() as renderer:
    for n in range(8):
        drawn = renderer.render(scene, f"s{n}", small=False)
        again = renderer.render(scene, f"s{n}", small=False)
        assert drawn.elements == again.elements
        pixels = np.asarray(Image.open(io.BytesIO(drawn.png)).convert("RGB")).astype(int)
        found = {e.id: e for e in drawn.elements}
        x, y, w, h = found["link"].box
        ink = abs(pixels[y : y + h, x : x + w] - pixels[y, x + w - 1]).sum(axis=2) > 60
        assert ink.any(axis=0).mean() > 0.7, (n, "the words fill the width of their box")
        for name in ("c0", "c1", "c2"):
            x, y, w, h = found[name].box
            assert 6 <= w <= 60 and 6 <= h <= 60, (n, found[name])
            assert found[f"{name}/label"].box[0] >= x + w - 4, (n, found[name], found[f"{name}/label"])
            inside = pixels[y : y + h, x : x + w]
            assert inside.max() - inside.min() > 20, (n, "an indicator is drawn there")
print("agree")
"""


def test_boxes_of_words_and_indicators_are_their_pixels() -> None:
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed")
    done = subprocess.run([sys.executable, "-c", _SCRIPT], capture_output=True, text=True, timeout=300)
    if "install the Debian package python3-tk" in done.stderr:
        pytest.skip("tkinter is not installed")
    assert done.stdout.strip() == "agree", done.stderr[-2000:]
