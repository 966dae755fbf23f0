"""What looks odd about a cell or a column, in 简体中文: each way to differ, in each sentence."""

from __future__ import annotations

_UNLIKE = {
    "no number": "不是数字",
    "no date": "不是日期",
    "no e-mail address": "不是电子邮件地址",
    "without figures": "没有数字",
    "a number": "是数字",
    "a date": "是日期",
    "an e-mail address": "是电子邮件地址",
    "a date written otherwise": "是写法不同的日期",
    "written with another decimal sign": "小数点写法不同",
    "written without its currency or percent sign": "缺少货币符号或百分号",
    "written with a currency or percent sign": "带有货币符号或百分号",
    "written in another order": "字母与数字的顺序不同",
    "without the zeros in front": "缺少前面的零",
    "of another length": "长度不同",
    "much longer": "长得多",
    "much larger": "大得多",
    "much smaller": "小得多",
}
"""Beside the demonstrated cell."""
_AMONG = {
    "which is no number": "不是数字",
    "which is no date": "不是日期",
    "which is no e-mail address": "不是电子邮件地址",
    "which is no day of any month": "不是任何月份中的日期",
    "which has a letter in the place of a figure, as if “{meant}” were meant": (
        "数字处有字母，似乎应为“{meant}”"
    ),
    "whose letters are of two scripts, though they look alike": "字母来自两种文字，只是看起来相像",
    "which has more than one line": "有多行",
    "which holds a tab": "含有制表符",
    "which holds a sign that is not seen ({sign})": "含有看不见的字符（{sign}）",
    "with {n} signs much longer than usual": "有 {n} 个字符，比通常长得多",
    "written otherwise than “{example}” and the other rows": "写法与“{example}”及其他行不同",
    "much larger than usual": "比通常大得多",
    "the only negative number": "是唯一的负数",
    "years away from the other days": "与其他日期相差多年",
}
"""Beside the cells of the other rows, or by itself."""
_ROWS = {"all {count} rows": "全部 {count} 行", "{some} of {count} rows": "{count} 行中的 {some} 行"}

_ALONE = {
    "«{column}» is “”, and not empty in the other rows.": "“{column}”是空的，而其他行不空。",
    "Column «{column}»: the cell is empty; fill it in, or leave the row out.": (
        "“{column}”列：单元格是空的；请填写，或略过该行。"
    ),
}
_CELL = {
    f"«{{column}}» is “{{cell}}”, {said}.": f"“{{column}}”为“{{cell}}”，{zh}。" for said, zh in _AMONG.items()
}
_SHOWN = {
    f"«{{column}}» is “{{cell}}”, which is {said}; you showed “{{shown}}”.": (
        f"“{{column}}”为“{{cell}}”，{zh}；录制时为“{{shown}}”。"
    )
    for said, zh in _UNLIKE.items()
}
_COLUMN = {
    f"«{{column}}» was “{{shown}}” when you showed it, and is {said} in {rows} (row {{row}}: “{{cell}}”).": (
        f"“{{column}}”在录制时为“{{shown}}”，而{of}{zh}（第 {{row}} 行：“{{cell}}”）。"
    )
    for said, zh in _UNLIKE.items()
    for rows, of in _ROWS.items()
}
_FOLDED = {
    f"Row {{row}}: «{{column}}» is “{{cell}}”, {said}. So it is in {rows}.": (
        f"第 {{row}} 行：“{{column}}”为“{{cell}}”，{zh}。{of}都是如此。"
    )
    for said, zh in _AMONG.items()
    for rows, of in _ROWS.items()
}
CELLS: dict[str, str] = _ALONE | _CELL | _SHOWN | _COLUMN | _FOLDED
