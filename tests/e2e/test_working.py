"""A page that works for seconds behind each Save, under a layer with a wheel, and a moving banner."""

from __future__ import annotations

from pathlib import Path

import pytest

from lam_desktop.errors import ExitCode
from tests.e2e.contacts import ROWS, TASK, recorded_contacts
from tests.e2e.harness import acted, journal

pytestmark = pytest.mark.e2e
RUN_S = 400.0
"""A screen that never stands still is looked at for two seconds each time."""
MOVING = """
<style>
  #banner { position: fixed; top: 0; left: 0; right: 0; height: 22px; color: white; padding-left: 30px;
    background: linear-gradient(90deg, #2255aa, #aa5522, #2255aa); background-size: 300px }
  #banner.on { animation: slide 1.5s linear infinite }
  @keyframes slide { to { background-position: 300px } }
</style>
<div id="banner">New: the address book on your telephone</div>
<script>addEventListener("pointerdown", () => { banner.className = "on"; }, {once: true})</script>
"""
BUSY = """
<style>
  #busy { position: fixed; inset: 0; background: rgba(255, 255, 255, .55); display: none }
  #wheel { position: fixed; left: calc(50% - 24px); top: calc(50% - 24px); width: 40px; height: 40px;
    border: 5px solid #2255aa; border-top-color: transparent; border-radius: 50%;
    animation: turn .9s linear infinite }
  @keyframes turn { to { transform: rotate(360deg) } }
</style>
<div id="busy"><div id="wheel"></div></div>
<script>
  const busy = document.getElementById("busy");
  let hidden = 0;
  addEventListener("submit", () => {
    if (SAVES) busy.style.display = "block";  // before it is stored, and long after it says so
    clearTimeout(hidden);
    hidden = setTimeout(() => { busy.style.display = "none"; }, SECONDS * 1000);
  }, true);
  if (!SAVES) busy.style.display = "block";
  new MutationObserver(() => setTimeout(() => { said.textContent = ""; }, 9000))
    .observe(said, {childList: true});
</script>
"""


def busy(seconds: float, saves: bool = True) -> str:
    return BUSY.replace("SECONDS", f"{seconds:g}").replace("SAVES", str(saves).lower())


def test_nothing_is_done_under_a_layer_with_a_wheel(tmp_path: Path, home: Path) -> None:
    with recorded_contacts(tmp_path) as scene:
        scene.reopen(MOVING + busy(12.0))
        outcome = scene.office.run(TASK, "--rows", f"{scene.rows}:2-4", limit_s=RUN_S)
        assert outcome.code == 0, outcome.report
        assert scene.sent == ROWS[1:]
        assert "div" not in scene.shop.clicks, f"it clicked the layer: {scene.shop.clicks}"
        held = [
            one["objection"]
            for one in journal(home, outcome)
            if one["kind"] == "decided" and one["objection"]
        ]
        assert any("still shows that it is working" in one for one in held), held
        assert len(acted(home, outcome)) == 15

        scene.reopen(MOVING + busy(600.0))
        outcome = scene.office.run(TASK, "--rows", f"{scene.rows}:2-3", "--wait", "6", limit_s=RUN_S)
        assert outcome.code == ExitCode.ASKED, outcome.report
        assert scene.sent == ROWS[1:2]
        assert "still shows that it is working" in outcome.message, outcome.message
        assert "div" not in scene.shop.clicks
