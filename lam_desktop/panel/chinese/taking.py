"""Rows from a table on the screen."""

TAKING: dict[str, str] = {
    "From the screen…": "从屏幕读取…",
    "Reads a table that another program shows": "读取其他程序显示的表格",
    "Rows from the screen": "从屏幕读取行",
    "Save and use these rows…": "保存并使用这些行…",
    "1 cell is not sure: compare it with its picture.": "有 1 个单元格不确定：请与图片对照。",
    "{n} cells are not sure: compare each with its picture.": "有 {n} 个单元格不确定：请逐个与图片对照。",
    "Every cell was read surely, or looked at by you.": "所有单元格都已确定读出，或经您核对。",
    (
        "Press the button, then click into the window that shows the table and leave mouse and keyboard"
        " alone. After five seconds the agent reads the table, and shows you what it could not read"
        " surely. Nothing is clicked there."
    ): (
        "请按下按钮，然后单击显示表格的窗口，之后不要动鼠标和键盘。五秒后代理读取表格，"
        "并向您显示不确定的内容。它不会在那里单击任何东西。"
    ),
    "Scroll the table down to its end": "将表格向下滚动到末尾",
    "Read a table": "读取表格",
    "The rows as they were read": "读出的行",
    "The cell as it is shown": "单元格的图片",
    "What the cell says": "单元格的内容",
    "That is right": "正确",
    "Row {n}, {column}": "第 {n} 行，{column}",
    "Heading of column {n}": "第 {n} 列的标题",
    "Save the rows": "保存行",
}
FROM_READING: dict[str, str] = {
    "Put the window with the table in front: it is read in {n} seconds.": (
        "请将表格窗口放到最前：{n} 秒后读取。"
    ),
    "Looking at the table.": "正在读取表格。",
    "Looking at the table: part {n}.": "正在读取表格：第 {n} 部分。",
    "it is hard to read": "难以辨认",
    "it is read as “{one}” and as “{other}”": "读作“{one}”和“{other}”",
    "only one of two looks saw it": "两次查看中只有一次看到",
    "something stands there that was not read": "那里有未能读出的内容",
    "it is cut off": "内容被截断",
    "it goes on beyond the edge": "内容超出边缘",
    "it may go on in the next column": "内容可能延伸到下一列",
    "its line is only partly seen": "该行只有一部分可见",
    "it cannot be seen": "看不见",
    "it has no heading": "没有标题",
    "two columns have this name": "有两列同名",
    "Rows that say the same as the one above, each at its own place, are kept: {rows}.": (
        "与上一行内容相同但位置不同的行予以保留：{rows}。"
    ),
    (
        "The last lines up to row {n} look alike, so that it cannot be seen whether the table went on: rows"
        " may be missing."
    ): "到第 {n} 行为止的最后几行看起来相同，无法判断表格是否继续：可能缺少行。",
    "Behind row {n} it could not be seen how far the table went: rows may be missing.": (
        "第 {n} 行之后无法判断表格移动了多远：可能缺少行。"
    ),
    "Behind row {n} no table was seen any more: rows may be missing.": (
        "第 {n} 行之后看不到表格：可能缺少行。"
    ),
    "It was read up to row {n} and may go on: rows may be missing.": (
        "读到第 {n} 行，后面可能还有：可能缺少行。"
    ),
    "Between row {n} and the next there is room for more: a row may be missing.": (
        "第 {n} 行与下一行之间有空隙：可能缺少一行。"
    ),
    "No table was found there: put its window in front, wholly visible, or name a region around it.": (
        "那里没有找到表格：请将其窗口完整地放到最前。"
    ),
    "No window of another program was in front; put the one with the table there.": (
        "最前面没有其他程序的窗口；请将表格窗口放到最前。"
    ),
}
