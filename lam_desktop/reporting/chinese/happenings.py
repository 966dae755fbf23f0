"""What comes up in a run beside what is seen after an action: reasons to wait, to ask, to stop."""

from __future__ import annotations

HAPPENINGS: dict[str, str] = {
    "The {what} matches the {target} with {share}.": "{what}与{target}的匹配度为 {share}。",
    "The {what} matches the {target} with {share}; {needed} is needed to act.": (
        "{what}与{target}的匹配度为 {share}；需达到 {needed} 才会操作。"
    ),
    "The {what} matches the {target} with {share}, next comes the {other} with {less}.": (
        "{what}与{target}的匹配度为 {share}，其次是{other}（{less}）。"
    ),
    "“{text}” matches “{other}” with {share}.": "“{text}”与“{other}”的匹配度为 {share}。",
    "Nothing on this screen says “{text}”.": "此屏幕上没有“{text}”。",
    "Nothing at all was recognised in the window.": "在窗口中什么都没有识别出来。",
    "Only this element says exactly “{text}”.": "只有此元素的文字正好是“{text}”。",
    "A list opened, with “{text}” and {n} more.": "打开了一个列表，含“{text}”及另外 {n} 项。",
    "No list opened as it did in the demonstration.": "没有像示范中那样打开列表。",
    "What changed in the demonstration is not on this screen.": "示范中变化的内容不在此屏幕上。",
    "“{text}” was on the screen before, so it proves nothing.": "“{text}”之前就在屏幕上，因此不能说明什么。",
    "“{text}” had already appeared, and what it took the place of is not here.": (
        "“{text}”早已出现，而它所取代的内容不在这里。"
    ),
    "The screen says “{text}”: “{word}” is not what the demonstration showed.": (
        "屏幕显示“{text}”：其中的“{word}”与示范不同。"
    ),
    "It was there (“{word}”), and was taken back: the screen says “{text}” now.": (
        "“{word}”曾经出现，随后被撤回：屏幕现在显示“{text}”。"
    ),
    "As demonstrated, {what}.": "与示范相同，{what}。",
    "As demonstrated, {what}, but nothing tells that it is of this row.": (
        "与示范相同，{what}，但无法确定它属于这一行。"
    ),
    "The demonstrated effect was not seen: {what}.": "未看到示范的效果：{what}。",
    "The screen still looks as it did before this step.": "屏幕与此步骤之前一样。",
    "The person pointed at it.": "由您指出。",
    "The person says that it is done.": "您说已经完成。",
    "The field was emptied; nothing that could be read stood in it.": "字段已清空；其中没有可读的内容。",
    "The field shows “{text}”, as before it was filled in once.": "字段显示“{text}”，与填写之前一样。",
    "The list shows “{text}”.": "列表显示“{text}”。",
    "{what} is shown.": "已显示{what}。",
    "{key} did not come to {what}.": "用 {key} 没有到达{what}。",
    "{key} changed something else than the list in which it chose.": "{key} 改变的不是它应选择的列表。",
    "Nothing stands in the field that could be marked.": "字段中没有可以选定的内容。",
    "“{text}” was shown.": "已显示“{text}”。",
    "“{text}” was not shown.": "没有显示“{text}”。",
    "“{text}” has not come after {time} s. Shall it go on all the same?": (
        "{time} 秒后仍未出现“{text}”。仍要继续吗？"
    ),
    "“{text}” has not come after {time} s; the screen says {said}. Shall it go on all the same?": (
        "{time} 秒后仍未出现“{text}”；屏幕显示{said}。仍要继续吗？"
    ),
    "“{text}” has not gone after {time} s. Shall it go on all the same?": (
        "{time} 秒后“{text}”仍未消失。仍要继续吗？"
    ),
    "It cannot be told whether “{text}” is shown, for {why}. Is it shown?": (
        "无法判断是否显示了“{text}”，因为{why}。显示了吗？"
    ),
    "“{text}” is hard to read": "“{text}”难以辨认",
    "The window in which “{text}” is waited for is not open.": "等待“{text}”的窗口没有打开。",
    "Went on at the person's word.": "按您的意思继续。",
    "Step {step} is slower than usual: waiting up to {n} s.": "第 {step} 步比平时慢：最多等待 {n} 秒。",
    "Step {step} is slower than usual (until now at most {time} s): waiting up to {n} s.": (
        "第 {step} 步比平时慢（此前最多 {time} 秒）：最多等待 {n} 秒。"
    ),
    "“{now}” is built otherwise than “{then}”, for which the task «{task}» was recorded: say it in the same"
    " words, with other names and numbers.": (
        "“{now}”与录制任务«{task}»时的“{then}”句式不同：请用相同的词语，只换名称和数字。"
    ),
    "The instruction is empty; say in a sentence what is about to be done.": (
        "这句话是空的：请用一句话说明要做什么。"
    ),
    "What the screen says for {what} is not clear: {why}": "屏幕上{what}的内容不清楚：{why}",
    "What the screen says for {what} ({name}) is not clear: {why}": (
        "屏幕上{what}（{name}）的内容不清楚：{why}"
    ),
    "it is read as {text}.": "读作{text}。",
    "“{text}” and as “{other}”": "“{text}”和“{other}”",
    "It was not read what the screen says in the place of {what}.": "没有读取屏幕上{what}处的内容。",
    "The screen says otherwise in several places where it said {what} in all.": (
        "示范时各处都显示{what}，而现在屏幕上有几处不同。"
    ),
    "The screen says {text} for {what}, which cannot be written as demonstrated.": (
        "屏幕上{what}处显示{text}，无法按示范的写法书写。"
    ),
    "It cannot be read which month the calendar shows; the row needs {month}.": (
        "无法读出日历显示的月份；该行需要 {month}。"
    ),
    "That is no day of the month that a calendar shows, but the row needs {what}.": (
        "那不是日历所示月份中的日子，而该行需要 {what}。"
    ),
    "That is day {n} of the month, but the row needs day {step}.": "那是当月 {n} 日，而该行需要 {step} 日。",
    "The calendar was turned, but it cannot be read which month it shows.": (
        "日历已翻页，但无法读出它显示的月份。"
    ),
    "The calendar was to be turned by a month, but went from {then} to {now}.": (
        "日历应翻一个月，却从 {then} 翻到了 {now}。"
    ),
    "Several entries have the word {what}: {said}.": "有几个条目含有{what}：{said}。",
    "No entry on this screen has the word {what}.": "此屏幕上没有含{what}的条目。",
    "It turned the page before, at this place.": "它之前在此处翻过页。",
    "Scrolls at the same part of the window.": "在窗口的同一部分滚动。",
    "The screen became {now} pixels and was {then}; begin again.": (
        "屏幕变为 {now} 像素，之前为 {then}；请重新开始。"
    ),
    "Step {step} was not approved.": "第 {step} 步未获同意。",
    "This step cannot be undone, and {done} of {needed} rows went well since {when}: is everything right?": (
        "此步骤无法撤销，自{when}以来 {needed} 行中有 {done} 行顺利完成：一切正确吗？"
    ),
    "{why} When it was demonstrated, the screen that this looks like showed its place.": (
        "{why}示范时，与此相似的屏幕显示了它的位置。"
    ),
    "The window “{title}” lies over the program's: move it aside, and check again.": (
        "窗口“{title}”挡住了程序的窗口：请将其移开，然后重新检查。"
    ),
    "A dialog that the demonstration did not show covers the program.": "示范中没有出现的对话框挡住了程序。",
    "As you showed in row {row}: {why}": "按您在第 {row} 行所示：{why}",
    "As you showed in row {row} of an earlier run: {why}": "按您在此前运行的第 {row} 行所示：{why}",
    "What you showed in {here} and the demonstration differ here.": "此处，您在{here}所示的与示范不同。",
    "What you showed in {here} and in {there} differs here.": "此处，您在{here}与在{there}所示的不同。",
    "row {row}": "第 {row} 行",
    "row {row} of an earlier run": "此前运行的第 {row} 行",
    "You once closed this dialog by “{text}”, which may not be possible to undo.": (
        "您曾用“{text}”关闭此对话框，该操作可能无法撤销。"
    ),
    (
        "The {what} is greyed out, and was not when this was shown: something before it may be"
        " missing, or the"
        " program is still at work."
    ): "{what}为灰色不可用，而示范时可用：之前可能缺少某项内容，或程序仍在工作。",
    "This row already took {n} actions, {which}.": "此行已用了 {n} 个操作，{which}。",
    "This row already took {n} s, {which}.": "此行已用了 {n} 秒，{which}。",
    "The window “{title}” is not one that the task may touch.": "任务不得操作窗口“{title}”。",
    "At that point lies {what}.": "该处是{what}。",
    "The window “{title}” does not have the title {titles}, which the task wants there.": (
        "窗口“{title}”的标题不是任务所要求的 {titles}。"
    ),
    "the window “{title}” does not have the title {titles}, which the task wants there.": (
        "窗口“{title}”的标题不是任务所要求的 {titles}。"
    ),
    "The window “{title}” does not have the title {titles}, which the task wants there. Shall it go on all"
    " the same?": "窗口“{title}”的标题不是任务所要求的 {titles}。仍要继续吗？",
    "The window “{title}” covers it.": "窗口“{title}”挡住了它。",
    "No window has the keyboard.": "没有窗口拥有键盘焦点。",
    "The window “{title}” has the keyboard, which belongs to another program.": (
        "键盘焦点在窗口“{title}”中，它属于另一个程序。"
    ),
    "The window “{title}” has the keyboard, another one of the same program.": (
        "键盘焦点在窗口“{title}”中，它是同一程序的另一个窗口。"
    ),
    "You used the mouse or the keyboard, and nobody let the run go on (Ctrl+Alt+Enter): use --resume.": (
        "您使用了鼠标或键盘，而没有人让运行继续（Ctrl+Alt+Enter）：请继续上次运行。"
    ),
    "The screen is locked, or its saver is on: unlock it, and go on.": (
        "屏幕已锁定或正在运行屏保：请解锁后继续。"
    ),
    "The display vanished while its clipboard was looked at; start again.": (
        "查看剪贴板时显示器连接断开；请重新开始。"
    ),
    "Every row is there already, says the check: see whether it counts what it should.": (
        "检查称每一行都已存在：请确认它统计的内容是否正确。"
    ),
    "The screen says that it went well, but its record is not there.": "屏幕显示已成功，但记录并不存在。",
    "Its record is there.": "其记录已存在。",
    "Its record is not there.": "其记录不存在。",
    "{what} Its record is there already, before the row's end.": "{what}其记录在该行结束之前已经存在。",
    "Row {row} was entered, but {why}.": "第 {row} 行已录入，但{why}。",
    "Row {row}: {why}; without its check nothing more is entered.": (
        "第 {row} 行：{why}；没有检查就不再录入。"
    ),
    "Row {row}: {why}; without its check nothing is entered.": "第 {row} 行：{why}；没有检查就不录入。",
    "Another record is shown: beside “{text}” stands “{said}”.": (
        "显示的是另一条记录：“{text}”旁边是“{said}”。"
    ),
    "Beside “{text}” stands the same as before this step.": "“{text}”旁边的内容与此步骤之前相同。",
    "The run {run} has entered it already, with the same cells.": "运行 {run} 已录入过它，单元格内容相同。",
    "The run {run} has entered it already, with the same cells, from the sheet «{sheet}».": (
        "运行 {run} 已从工作表“{sheet}”录入过它，单元格内容相同。"
    ),
    "{why} Leave it out with --leave-out {row}, or enter it once more with --again.": (
        "{why}请用 --leave-out {row} 将它排除在外，或用 --again 再次录入。"
    ),
    (
        "Of this row step {step} was done before, and the screen does not show where the row"
        " stands: look in the"
        " program. Is it to begin anew?"
    ): "此行的第 {step} 步之前已做过，而屏幕没有显示此行进行到哪里：请在程序中查看。要重新开始吗？",
    (
        "Of this row steps {steps} was done before, and the screen does not show where the row"
        " stands: look in"
        " the program. Is it to begin anew?"
    ): "此行的第 {steps} 步之前已做过，而屏幕没有显示此行进行到哪里：请在程序中查看。要重新开始吗？",
    (
        "Step {step} ({what}) was begun, and the screen does not tell whether it was done: look in"
        " the program."
        " Was it done?"
    ): "第 {step} 步（{what}）已开始，而屏幕没有显示是否已完成：请在程序中查看。完成了吗？",
    "Where the row stands stayed unclear after {n} answers.": "回答 {n} 次后，仍不清楚此行进行到哪里。",
    "The row goes back to where the screen shows it.": "将回到屏幕所示的步骤。",
    "“{text}” ({what}) no longer stands in its field, which is empty.": (
        "“{text}”（{what}）已不在其字段中，该字段为空。"
    ),
    "“{text}” ({what}) no longer stands in its field, which shows {seen}.": (
        "“{text}”（{what}）已不在其字段中，该字段显示{seen}。"
    ),
    "Row {row}, column «{column}»: the cell is empty; fill it in, or leave the row out.": (
        "第 {row} 行，列“{column}”：单元格为空；请填写，或将该行排除在外。"
    ),
    (
        "Row {row}, column «{column}»: the cell says «{text}», but keys chose «{shown}» in the"
        " recording; show"
        " that choice with the mouse, or take only rows that say the same."
    ): (
        "第 {row} 行，列“{column}”：单元格为“{text}”，而录制时用键盘选择了“{shown}”；请用鼠标示范该选择，"
        "或只选用内容相同的行。"
    ),
    "The column «{column}» says “{text}” in row {row}.": "列“{column}”在第 {row} 行为“{text}”。",
    "The column «{column}» is empty in row {row}.": "第 {row} 行的列“{column}”为空。",
    "What is done once behind the rows was not begun.": "各行之后只做一次的内容没有开始。",
    "What is done once behind the rows was not begun: {why}": "各行之后只做一次的内容没有开始：{why}",
    "What {name} stores is there.": "{name} 存储的记录已存在。",
    "The secret «{name}» is not known here: keep it with lam secret.": (
        "此处没有机密“{name}”：请用 lam secret 保存。"
    ),
    "{why} Shall it go on?": "{why}要继续吗？",
    "{what} Is it shown?": "{what}显示了吗？",
    (
        "In the demonstration nothing on the screen proves step {step} ({what}), so rows count as done, but"
        " not seen: name a check that confirms them (docs/checks.md), or show the task again up to where the"
        " program tells that it stored the row."
    ): (
        "示范中屏幕上没有任何内容能证明第 {step} 步（{what}），因此各行只算已做、未确认："
        "请为任务指定检查 (docs/checks.md)，或重新示范到程序显示已存储该行为止。"
    ),
    (
        "No window of {program} came within {n} s of «{command}»; start the program yourself, and"
        " run the task"
        " again."
    ): "执行“{command}”后 {n} 秒内没有出现 {program} 的窗口；请自行启动程序，然后重新运行任务。",
    "A fault of ours ({kind}); the details are in the journal, {name}.": (
        "程序出现故障（{kind}）；详情见运行日志 {name}。"
    ),
    "nothing moved": "没有任何移动",
    "something else changed": "其他内容发生了变化",
    "what is within it moved": "其中的内容移动了",
    "Recorded at {then}, now {now}.": "录制时为 {then}，现在为 {now}。",
    "The window of {program} is dark now and was light.": "{program} 的窗口现在是深色，录制时是浅色。",
    "The window of {program} is light now and was dark.": "{program} 的窗口现在是浅色，录制时是深色。",
    "{program} is told to draw at {now} now and was {then}.": (
        "{program} 现在按 {now} 绘制，录制时为 {then}。"
    ),
    "{program} is told to speak {now} now and was told {then}.": (
        "{program} 现在的语言为 {now}，录制时为 {then}。"
    ),
    "{program} is another version than at the recording: its script has changed.": (
        "{program} 的版本与录制时不同：它的脚本已改变。"
    ),
    "{program} is another version than at the recording: {file} has changed.": (
        "{program} 的版本与录制时不同：{file} 已改变。"
    ),
    "The keyboard layout is {now} now and was {then}.": "键盘布局现在为 {now}，录制时为 {then}。",
    "The monitors lie otherwise: recorded {then}, now {now}.": (
        "显示器的排列不同：录制时为 {then}，现在为 {now}。"
    ),
    (
        "Nothing was done: of {n} places {found} found on this screen, {later} still to come, {asks} to be"
        " asked about."
    ): "没有执行任何操作：{n} 处中有 {found} 处在此屏幕上找到，{later} 处稍后出现，{asks} 处需要询问。",
    "Step {step}, {what}: would ask.": "第 {step} 步，{what}：会询问。",
    "Starting {what}.": "正在启动 {what}。",
    "Looking at the table.": "正在查看表格。",
    "Looking at the table: part {n}.": "正在查看表格：第 {n} 部分。",
    "A secret was typed: its pictures are looked at for it, for some seconds.": (
        "输入了机密：正在检查相关图片，需要几秒钟。"
    ),
    "not seen": "未确认",
    "confirmed": "已核实",
    "seen": "已看到",
}
