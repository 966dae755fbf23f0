"""What one demonstration leaves open, and the ways to understand a value."""

DOUBTS: dict[str, str] = {
    "All demonstrations of {text} are explained only in a roundabout way.": (
        "{text} 的所有示范只能用迂回的方式解释。"
    ),
    "“{text}” was the date of that day: the date of the day is typed each time, as {form}, or the same one in"
    " every row; the first was taken.": (
        "“{text}”是录制当天的日期：每次输入当天日期（格式 {form}），或每一行都输入相同日期；目前采用前者。"
    ),
    "“{text}” was the date of that day, but does not tell which number is the day and which the month; {form}"
    " was taken.": "“{text}”是录制当天的日期，但无法分辨哪个数字是日、哪个是月；目前采用 {form}。",
    "“{text}” stands in the column {column}, but was the date of that day, too; {taken} was taken.": (
        "“{text}”在列 {column} 中，但也是录制当天的日期；目前采用 {taken}。"
    ),
    "“{text}” stands in the column {column}, but is the row's number, too; {taken} was taken.": (
        "“{text}”在列 {column} 中，但也是行号；目前采用 {taken}。"
    ),
    "“{text}” is the row's number: it may run with the rows (row {row}: “{next}”), or be the same in every"
    " row; the running number was taken.": (
        "“{text}”是行号：可能随行递增（第 {row} 行：“{next}”），也可能每行相同；目前采用递增的编号。"
    ),
    "“{text}” is the row's number: it may run with the rows (row {row}: “{next}”), or be the same in every"
    " row; the same was taken.": (
        "“{text}”是行号：可能随行递增（第 {row} 行：“{next}”），也可能每行相同；目前采用每行相同。"
    ),
    "“{text}” has in it the row's number: it may run with the rows (row {row}: “{next}”), or be the same in"
    " every row; the running number was taken.": (
        "“{text}”中含有行号：可能随行递增（第 {row} 行：“{next}”），也可能每行相同；目前采用递增的编号。"
    ),
    "“{text}” has in it the row's number: it may run with the rows (row {row}: “{next}”), or be the same in"
    " every row; the same was taken.": (
        "“{text}”中含有行号：可能随行递增（第 {row} 行：“{next}”），也可能每行相同；目前采用每行相同。"
    ),
    "“{text}” has in it what stood {where}, but stays in every row as it was entered.": (
        "“{text}”中含有屏幕上出现过的内容（{where}），但每一行都按输入的内容保持不变。"
    ),
    "at “{name}”": "“{name}”处",
    "at “{name}” of “{record}”": "“{record}”的“{name}”处",
    "at “{name}” and at “{other}”": "“{name}”处和“{other}”处",
    "at “{name}” in {program}": "{program} 的“{name}”处",
    "at “{name}” of “{record}” in {program}": "{program} 中“{record}”的“{name}”处",
    "at “{name}” and at “{other}” in {program}": "{program} 的“{name}”处和“{other}”处",
    "“{text}” is like “{cell}” in the column {column}, but not equal: it stays in every row.": (
        "“{text}”与列 {column} 中的“{cell}”相似但不相同：每一行都保持不变。"
    ),
    "“{text}” does not tell which number is the day and which the month; {form} was taken.": (
        "“{text}”无法分辨哪个数字是日、哪个是月；目前采用 {form}。"
    ),
    "“{text}” also stands in the column {columns}; {taken} was taken.": (
        "“{text}”也出现在列 {columns} 中；目前采用 {taken}。"
    ),
    "“{text}” may be {one} or {other}; the first was taken: in row {row} it says “{says}”, the other one"
    " “{else}”.": (
        "“{text}”可能是 {one} 或 {other}；目前采用前者：在第 {row} 行它是“{says}”，另一种是“{else}”。"
    ),
    "“{text}” may be {one} or {other}; the first was taken.": (
        "“{text}”可能是 {one} 或 {other}；目前采用前者。"
    ),
    "“{text}” stands in the column {column}, which an earlier step typed already: it may be the same in every"
    " row; the column was taken.": (
        "“{text}”是“{column}”列的内容，但前面的步骤已录入该列，因此它也可能每行都相同；已采用该列。"
    ),
    "“{text}” may be {one}, but stays in every row as it was typed.": (
        "“{text}”可能是 {one}，但每一行都按原样输入。"
    ),
    "“{text}” is like the column {column} (“{cell}”); it stays in every row as it was typed.": (
        "“{text}”与列 {column}（“{cell}”）相似；每一行都按原样输入。"
    ),
    "“{text}” is {worked_out} of the columns {one} and {other}; it stays in every row as it was typed.": (
        "“{text}”等于列 {one} 与列 {other} 的 {worked_out}；每一行都按原样输入。"
    ),
    "“{text}” may stand for “{cell}” (column {column}); it is chosen in every row as it was.": (
        "“{text}”可能代表“{cell}”（列 {column}）；每一行都按原样选择。"
    ),
    "“{text}” may be {one}; it is chosen in every row as it was.": (
        "“{text}”可能是 {one}；每一行都按原样选择。"
    ),
    "“{text}” may be {one}.": "“{text}”可能是 {one}。",
    "“{text}” is made as {one} in every row: row {row} says “{says}”.": (
        "“{text}”在每一行都按 {one} 生成：第 {row} 行是“{says}”。"
    ),
    "“{text}” is made as {one} in every row.": "“{text}”在每一行都按 {one} 生成。",
    "“{text}” is chosen as {one} says.": "“{text}”按 {one} 选择。",
    "“{cell}” is a part of “{text}”: it is chosen as the column {column} says.": (
        "“{cell}”是“{text}”的一部分：按列 {column} 选择。"
    ),
    "“{text}” has the word “{cell}”: the entry is chosen that has the word which the column {column} says.": (
        "“{text}”含有词“{cell}”：选择含有列 {column} 所说的词的条目。"
    ),
    "“{text}” seems to be the end or the beginning of “{cell}”: it is chosen as the column {column} says.": (
        "“{text}”似乎是“{cell}”的开头或结尾：按列 {column} 选择。"
    ),
    "“{text}” stands in the column {column} too: it is chosen as the row says.": (
        "“{text}”也在列 {column} 中：按行中的内容选择。"
    ),
    "“{text}” is the day of the column {column}, and was today; {taken} was taken.": (
        "“{text}”是列 {column} 的日期，也是录制当天；目前采用 {taken}。"
    ),
    "“{text}” was the day of the recording in that calendar: today is chosen each time, or the same day; the"
    " first was taken.": "“{text}”是日历中录制当天的日期：每次选择当天，或选择相同的日子；目前采用前者。",
    "“{text}” may be the day of “{cell}” (column {column}), but the month of a calendar around it could not"
    " be read; it is chosen in every row as it was.": (
        "“{text}”可能是“{cell}”（列 {column}）的日子，但无法读出日历的月份；每一行都按原样选择。"
    ),
    "“{text}” may be the day of “{cell}” (column {column}), but the month of a calendar around it is another"
    " one; it is chosen in every row as it was.": (
        "“{text}”可能是“{cell}”（列 {column}）的日子，但日历显示的是另一个月；每一行都按原样选择。"
    ),
    "“{text}” is explained in several ways by all demonstrations; the simplest was taken.": (
        "所有示范对“{text}”有多种解释；目前采用最简单的一种。"
    ),
    "It was “{text}” in one demonstration and “{other}” in another; nothing was found that explains both, so"
    " it stays as it is.": (
        "一次示范中是“{text}”，另一次是“{other}”；没有能同时解释两者的含义，因此保持不变。"
    ),
    "It was left out in a demonstration, and {told}; as it is, the agent does it where it is there.": (
        "一次示范中没有做它；{told}。目前只要它出现，助手就会做。"
    ),
    "It was left out in a demonstration, and {told}; that is taken to decide.": (
        "一次示范中没有做它；{told}：目前以此为准。"
    ),
    "It was left out in one demonstration, though {what} there: as it is, the agent does it in each row where"
    " it is there; say with «when» in task.yaml on what it depends.": (
        "一次示范中没有做它，尽管当时{what}：目前只要它出现，助手每一行都会做；"
        "请在 task.yaml 中用 when 说明条件。"
    ),
    "the columns {columns} go with that": "列 {columns} 与此相符",
    "done {told}": "{told}才做",
    "not done where the column {column} says {what}": "列 {column} 为{what}时没有做",
    "not done where the column {column} is empty": "列 {column} 为空时没有做",
    "Steps {n} to {row} are the task “{task}”; as it is, they are done as they were recorded.": (
        "第 {n} 至 {row} 步就是任务“{task}”；目前按录制的方式执行。"
    ),
    "Steps {n} to {row} are one of the tasks {columns}; as it is, they are done as they were recorded.": (
        "第 {n} 至 {row} 步就是以下任务之一：{columns}；目前按录制的方式执行。"
    ),
    "done as they were recorded": "按录制的方式执行",
    "done by the task “{task}”": "由任务“{task}”执行",
    "done by the task “{task}”, given {columns}": "由任务“{task}”执行，其中 {columns}",
    "A demonstration does otherwise than «when» says of this step: correct one of them.": (
        "某次示范与此步骤的 when 条件不一致：请更正其中之一。"
    ),
    "“{text}” was": "“{text}”就在那里",
    "“{text}” was not ticked": "“{text}”未勾选",
    "“{text}” was ticked": "“{text}”已勾选",
    "“{text}” was not chosen": "“{text}”未选择",
    "“{text}” was chosen": "“{text}”已选择",
    "in every row": "每一行都做",
    "where the screen shows it": "屏幕上出现时",
    "done where the screen shows it": "屏幕上出现时执行",
    "done": "执行",
    "left out": "略过",
    "It could not be seen whether the check box “{text}” ended ticked; it is clicked once.": (
        "看不清复选框“{text}”最后是否勾选；将单击一次。"
    ),
    "It could not be seen whether the check box ended ticked; it is clicked once.": (
        "看不清复选框最后是否勾选；将单击一次。"
    ),
    "“{text}” also stood {where}, but stays in every row as it was entered.": (
        "“{text}”也出现在屏幕上（{where}），但每一行都按输入的内容保持不变。"
    ),
    "The secret “{name}” also stood on the screen, in “{text}”, and perhaps by chance: it may be read from"
    " there each time, or be the one that is kept; the first was taken.": (
        "机密“{name}”也出现在屏幕上的“{text}”中，可能是巧合：可以每次从那里读取，也可以使用已保存的机密；已采用前者。"
    ),
    "“{text}” stood in {n} places ({where}), so it stays in every row.": (
        "“{text}”在屏幕上出现了 {n} 处（{where}），因此每一行都保持不变。"
    ),
    "“{text}” stood {where}, and is read from there each time; or it is the same in every row.": (
        "“{text}”出现在屏幕上（{where}），每次从那里读取；也可能每一行都相同。"
    ),
    "“{text}” stood {where}, and is read from there each time, written as {form}; or it is the same in every"
    " row.": "“{text}”出现在屏幕上（{where}），每次从那里读取，写成 {form}；也可能每一行都相同。",
    "“{text}” stood {where} and is read from there each time, written as {form}; where it is always the same,"
    " set its source to constant.": (
        "“{text}”出现在屏幕上（{where}），每次从那里读取，写成 {form}；如果总是相同，请将来源设为 constant。"
    ),
    "“{text}” stood {where} and is read from there each time; where it is always the same, set its source to"
    " constant.": "“{text}”出现在屏幕上（{where}），每次从那里读取；如果总是相同，请将来源设为 constant。",
    "“{text}” stood in {where} and tells which one of several is clicked: it is read from there each time;"
    " where it is always the same one, remove the value.": (
        "“{text}”出现在{where}中，说明单击几个中的哪一个：每次从那里读取；如果总是同一个，请删除 value。"
    ),
    "“{text}” stood in {where}, but it stays the box that you clicked.": (
        "“{text}”出现在{where}中，但仍是您单击过的那个复选框。"
    ),
    "“{text}” stood in {where} beside other such numbers, so it stays what you clicked.": (
        "“{text}”出现在{where}中，旁边还有其他这样的序号，因此仍是您单击过的那个。"
    ),
    "What is clicked next stood beside “{text}”, which “{where}” named: it is read there each time; where it"
    " is always the same, remove this step.": (
        "接下来点击的内容位于“{text}”旁边，该名称出现在“{where}”中：每次从那里读取；如果总是相同，请删除此步骤。"
    ),
    "a running number": "递增的编号",
    "the same in every row": "每一行都相同",
    "read from the screen each time, at “{name}”": "每次从屏幕上“{name}”处读取",
    "made as {pattern}": "按 {pattern} 生成",
    "day of the date in the column {column}": "列 {column} 中日期的日子",
    "the entry with the word of the column {column}": "含有列 {column} 中的词的条目",
    "keys that choose what the column {column} says": "选择列 {column} 所写内容的按键",
    "column {column}, written {form} from {read}": "列 {column}，由 {read} 写成 {form}",
    "column {column}, written {form}": "列 {column}，写成 {form}",
    "column {column}": "列 {column}",
    "a running number: {start} in row 1 of the table, {step} more in each further row": (
        "递增的编号：表格第 1 行为 {start}，之后每行加 {step}"
    ),
    "the date of the day, written {form}": "当天的日期，写成 {form}",
    "the date {days} after the day of the run, written {form}": "运行日之后 {days} 的日期，写成 {form}",
    "the date {days} before the day of the run, written {form}": "运行日之前 {days} 的日期，写成 {form}",
    "row {row} says “{text}” there, and the column is called like the field": (
        "第 {row} 行在此处为“{text}”，且列名与字段相同"
    ),
    "row {row} says “{text}” there, but the field is called like the column {column}": (
        "第 {row} 行在此处为“{text}”，但字段名与列 {column} 相同"
    ),
    "row {row} says “{text}” in several columns": "第 {row} 行有多列为“{text}”",
    "row {row} says “{text}” there": "第 {row} 行在此处为“{text}”",
    "it can be made of row {row}": "可由第 {row} 行生成",
    "the column is called like the field “{name}”; no row was found that says “{text}”": (
        "列名与字段“{name}”相同；没有找到包含“{text}”的行"
    ),
    "the column is called like the field “{name}”, but says something else in row {row}": (
        "列名与字段“{name}”相同，但第 {row} 行的内容不同"
    ),
}
