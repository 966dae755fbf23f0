"""What looks odd in a table, and which of its lines are no rows, in 简体中文."""

TABLES: dict[str, str] = {
    "It says the same as row {row}.": "与第 {row} 行内容相同。",
    "It says the same as row {row} (line {n} of the sheet).": "与第 {row} 行（工作表第 {n} 行）内容相同。",
    "It has the same {column} as row {row}, but another {others}.": (
        "与第 {row} 行的{column}相同，但{others}不同。"
    ),
    "It has the same {column} as row {row} (line {n} of the sheet), but another {others}.": (
        "与第 {row} 行（工作表第 {n} 行）的{column}相同，但{others}不同。"
    ),
    "The run {run} has entered {column} already, with another {others}.": (
        "运行 {run} 已录入过{column}，但{others}不同。"
    ),
    "The run {run} has entered {column} already, with another {others}, from the sheet «{sheet}».": (
        "运行 {run} 已从工作表“{sheet}”录入过{column}，但{others}不同。"
    ),
    "«{column}» is a part of the merged cells {cells}, whose text counts for their first column alone.": (
        "“{column}”属于合并单元格 {cells}，其文字只计入第一列。"
    ),
    (
        "In {table} 1 line is hidden and left out ({lines}): to have it done too, show it in the spreadsheet"
        " program, and save the file."
    ): "{table} 中有 1 行被隐藏而未计入（{lines}）：若也要处理，请在表格程序中取消隐藏并保存文件。",
    (
        "In {table} {n} lines are hidden and left out ({lines}): to have them done too, show them in the"
        " spreadsheet program, and save the file."
    ): "{table} 中有 {n} 行被隐藏而未计入（{lines}）：若也要处理，请在表格程序中取消隐藏并保存文件。",
    (
        "The running number begins again: row {row} gets “{text}”, which the run {run} has entered already;"
        " to have it go on behind the last one, write goes_on: true beside it in task.yaml."
    ): (
        "流水号将重新开始：第 {row} 行为“{text}”，而运行 {run} 已录入过它；"
        "若要接着上次继续，请在 task.yaml 中为它写上 goes_on: true。"
    ),
    "The running number goes on with {text}, behind what runs before have entered.": (
        "流水号接着之前的运行继续，从 {text} 开始。"
    ),
    (
        "a running number: {start} in row 1 of the table, {step} more in each further row; it goes on behind"
        " what runs before have entered"
    ): "流水号：表格第 1 行为 {start}，之后每行加 {step}；接着之前的运行继续",
    "Left out: {why}": "未处理：{why}",
    "Row {row} looks odd and was left out: look at it.": "第 {row} 行看起来可疑，未处理：请查看。",
    "{n} rows look odd and were left out: look at them.": "有 {n} 行看起来可疑，未处理：请查看。",
}
