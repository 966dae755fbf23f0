from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings

from lam_desktop.tasks.explaining.describe import describe_task, task_as_json
from lam_desktop.tasks.limits import Limits
from lam_desktop.tasks.step import STEP_KINDS, VALUE_SOURCES, Value
from lam_desktop.types import KINDS
from tests.tasks.making import tasks
from tests.tasks.task_yaml.test_task_file import example


def test_a_task_in_json() -> None:
    told = task_as_json(example(Path("orders")))
    assert told["variables"] == ["customer", "due"]
    assert told["steps"][0] == {
        "number": 1,
        "kind": "click",
        "caption": "Click the field “Müller”",
        "target": {"text": "Müller", "kind": "field", "label": "", "box": [300, 130, 200, 24]},
        "value": None,
        "approval": False,
        "optional": False,
        "doubt": "",
    }
    assert told["steps"][2]["value"] == {
        "source": "row",
        "name": "due",
        "text": "05.03.2026",
        "form": "%d.%m.%Y",
    }
    assert told["steps"][2]["target"] is None


def test_the_ceilings_of_a_run_are_told() -> None:
    task = example(Path("orders"))
    assert "limits" not in task_as_json(task) and not any("A run ends" in one for one in describe_task(task))
    limits = Limits(rows_per_run=1, minutes_per_run=90.0)
    task = replace(task, limits=limits)
    assert task_as_json(task)["limits"] == {"rows_per_run": 1, "minutes_per_run": 90.0}
    assert "A run ends at rows per run: 1, minutes per run: 90." in describe_task(task)


@given(tasks(Path("orders")))
@settings(max_examples=40)
def test_every_task_can_be_told(task) -> None:
    told = json.loads(json.dumps(task_as_json(task)))
    assert [step["number"] for step in told["steps"]] == [step.number for step in task.steps]
    for step in told["steps"]:
        assert step["kind"] in STEP_KINDS
        assert step["target"] is None or (step["target"]["kind"] in KINDS and len(step["target"]["box"]) == 4)
        assert step["value"] is None or step["value"]["source"] in VALUE_SOURCES
    assert set(told["variables"]) == set(task.variables)
    assert len(describe_task(task)) >= len(task.steps) + 2


def test_a_task_in_words() -> None:
    assert "\n".join(describe_task(example(Path("orders")))) == (
        "orders: 4 steps in orderdesk; shown with row 1 of orders.csv\n"
        "\n"
        "  1. Click the field “Müller”\n"
        "  2. Type “李雷” (column customer)\n"
        "  3. Type “05.03.2026” (column due)\n"
        "  4. Press Ctrl+S  [asks you first]\n"
        "\n"
        "Values that change:\n"
        "  customer  column of the row; here “李雷”\n"
        "  due       column of the row, written dd.mm.yyyy; here “05.03.2026”\n"
        "\n"
        "No step uses: zip (“01234”)\n"
        "\n"
        "Please check:\n"
        "  step 3: 05.03.2026 stands in the columns due and ordered; «due» was taken."
    )


def test_secrets_and_check_boxes_in_words() -> None:
    task = example(Path("orders"))
    values = (Value("secret", "password"), Value("row", "gift", "yes", "yes/no"))
    steps = tuple(replace(task.steps[1], value=value, doubt="") for value in values)
    lines = describe_task(replace(task, steps=steps))
    assert (
        "  password  a secret, never recorded: kept by lam secret, given with --set password=…, or asked for"
        in lines
    )
    assert "  gift      column of the row, yes or no; here yes" in lines
    fixed = (replace(task.steps[1], value=Value("constant", text="x")),)
    assert describe_task(replace(task, steps=fixed))[-1] == "No value changes from row to row."


def test_wide_characters_take_two_places() -> None:
    task = example(Path("orders"))
    steps = tuple(
        replace(task.steps[1], value=Value("row", name, name), doubt="") for name in ("客户", "due")
    )
    lines = describe_task(replace(task, steps=steps))
    assert "  客户  column of the row; here “客户”" in lines
    assert "  due   column of the row; here “due”" in lines


def test_nothing_is_told_of_a_secrets_text(tmp_path: Path) -> None:
    step = replace(example(Path("orders")).steps[1], value=Value("secret", "password"))
    task = replace(example(Path("orders")), steps=(step,), row=None)
    assert task_as_json(task)["steps"][0]["value"]["text"] == ""
