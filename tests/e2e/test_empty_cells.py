"""A row that says nothing for a field, in a real program: the field is left alone, or emptied."""

from __future__ import annotations

from pathlib import Path

import pytest

from lam_desktop.tasks.storage.library import Library
from tests.e2e.contacts import ROWS, TASK, recorded_contacts
from tests.e2e.harness import acted, journal, write_rows

pytestmark = pytest.mark.e2e

FILLED = '<script>document.getElementById("phone").value = "0800 7712"</script>'


def test_an_empty_cell_leaves_its_steps_out_or_empties_the_field(tmp_path: Path, home: Path) -> None:
    with recorded_contacts(tmp_path) as scene:
        path = Library(home).folder(TASK) / "task.yaml"
        write_rows(scene.rows, [ROWS[0], {**ROWS[1], "phone": ""}])
        text = path.read_text(encoding="utf-8").replace(
            "      name: phone\n", "      name: phone\n      empty: leave  # many have none\n"
        )
        path.write_text(text, encoding="utf-8")
        scene.reopen(FILLED)
        outcome = scene.office.run(TASK, "--rows", f"{scene.rows}:2")
        assert outcome.code == 0, outcome.report
        assert scene.shop.sent == [{"name": ROWS[1]["name"], "phone": "0800 7712"}]
        left = [entry["step"] for entry in journal(home, outcome) if entry["kind"] == "left_out"]
        assert left == [3, 4] and [entry["step"] for entry in acted(home, outcome)] == [1, 2, 5]

        kept = path.read_text(encoding="utf-8")
        assert "empty: leave  # many have none" in kept and "understood: true" in kept
        path.write_text(kept.replace("empty: leave", "empty: clear"), encoding="utf-8")
        scene.reopen(FILLED)
        outcome = scene.office.run(TASK, "--rows", f"{scene.rows}:2")
        assert outcome.code == 0, outcome.report
        assert scene.shop.sent == [{"name": ROWS[1]["name"], "phone": ""}]
        (verified,) = [
            one for one in journal(home, outcome) if one["kind"] == "verified" and one["step"] == 4
        ]
        assert verified["reason"] == "“0800 7712” is gone."
