"""What the agent saw after its actions, and why rows ended or went on."""

VERDICTS: dict[str, str] = {
    "A line of the table says {line} already. Was row {row} entered before?": (
        "表格中已有一行显示 {line}。第 {row} 行之前录入过吗？"
    ),
    "Row {row} is there already: the screen has its line, {line}.": (
        "第 {row} 行已经存在：屏幕上有它的一行，{line}。"
    ),
    "{program} was recorded with {then}, and here is {now}.": "{program} 录制时为 {then}，此处为 {now}。",
    "Nothing but the target changed in the demonstration either.": "示范中也只有目标发生变化。",
    "The screen shows “{text}”.": "屏幕显示“{text}”。",
    "The field shows «{text}»": "字段显示“{text}”",
    "“{text}” stands there.": "该处显示“{text}”。",
    "“{text}” is gone.": "“{text}”已消失。",
    "As demonstrated, “{text}” appeared.": "与示范相同，出现了“{text}”。",
    "As demonstrated, “{text}” went away.": "与示范相同，“{text}”消失了。",
    "As demonstrated, “{text}” appeared, but nothing tells that it is of this row.": (
        "与示范相同，出现了“{text}”，但无法确定它属于这一行。"
    ),
    "The demonstrated effect was not seen: “{text}” did not appear.": "未看到示范的效果：没有出现“{text}”。",
    "The demonstrated effect was not seen: “{text}” did not appear, and nothing else changed.": (
        "未看到示范的效果：没有出现“{text}”，其他内容也没有变化。"
    ),
    "The demonstrated effect was not seen: “{text}” did not appear, but the dialog “{title}”.": (
        "未看到示范的效果：没有出现“{text}”，却出现了对话框“{title}”。"
    ),
    "The demonstrated effect was not seen: “{text}” did not appear,"
    " but the dialog “{title}”, which says “{said}”.": (
        "未看到示范的效果：没有出现“{text}”，却出现了对话框“{title}”，内容为“{said}”。"
    ),
    "The demonstrated effect was not seen: “{text}” is still there.": (
        "未看到示范的效果：“{text}”仍在屏幕上。"
    ),
    "The demonstrated effect was not seen: “{text}” is still there, and nothing else changed.": (
        "未看到示范的效果：“{text}”仍在屏幕上，其他内容也没有变化。"
    ),
    "The demonstrated effect was not seen: “{text}” is still there, but the dialog “{title}”.": (
        "未看到示范的效果：“{text}”仍在屏幕上，并且出现了对话框“{title}”。"
    ),
    "The demonstrated effect was not seen: “{text}” is still there,"
    " but the dialog “{title}”, which says “{said}”.": (
        "未看到示范的效果：“{text}”仍在屏幕上，并且出现了对话框“{title}”，内容为“{said}”。"
    ),
    "The screen changed as it did in the demonstration.": "屏幕的变化与示范相同。",
    "The screen did not change as it did in the demonstration.": "屏幕没有像示范中那样变化。",
    "The screen's size changed while typing.": "输入时屏幕尺寸发生了变化。",
    "The check box is ticked.": "复选框已勾选。",
    "The check box is not ticked.": "复选框未勾选。",
    "The check box is not in the state that the row wants.": "复选框的状态与该行要求不符。",
    "It cannot be told whether the check box is ticked.": "无法判断复选框是否已勾选。",
    "Something was typed.": "已输入内容。",
    "There was nothing to type that could be seen.": "没有可见的内容需要输入。",
    "Nothing that was typed is to be seen.": "看不到任何已输入的内容。",
    "Something was typed, but nothing came into the field that it is for.": (
        "已输入内容，但没有进入应填写的字段。"
    ),
    "Typed; as in the demonstration, the screen does not show it as typed.": (
        "已输入；与示范中一样，屏幕不按输入的样子显示。"
    ),
    "“{text}” was typed, but was added to “{old}”.": "已输入“{text}”，但接在了“{old}”之后。",
    "“{text}” was typed, but stands elsewhere than in the field that was clicked.": (
        "已输入“{text}”，但不在所点击的字段中。"
    ),
    "“{text}” still stands in the field that was to be emptied.": "应清空的字段中仍有“{text}”。",
    "The calendar shows {month}.": "日历显示 {month}。",
    "The calendar was to be turned, but still shows {month}.": "日历应翻页，但仍显示 {month}。",
    "The calendar shows {month}, but the row needs {wanted}: turn its pages to there.": (
        "日历显示 {month}，但该行需要 {wanted}：请翻到那里。"
    ),
    "The screen says “{text}” in the place of {what}, which is no number of one.": (
        "屏幕上在{what}的位置显示“{text}”，这不是序号。"
    ),
    "The screen says “{text}”, but that one was not there in the demonstration.": (
        "屏幕显示“{text}”，但示范中没有这一个。"
    ),
    "It cannot be told for sure which one of those alike has the number that the screen says.": (
        "无法确定相似的几个中哪一个具有屏幕上的序号。"
    ),
    "Those alike are here with {share}; this is number {n} of {several}.": (
        "相似的几个以 {share} 的把握在此处；这是 {several} 个中的第 {n} 个。"
    ),
    "The person says that it was done.": "您说已经完成。",
    "{text} no longer stands in its field, which is empty. The row goes back to where the screen shows it.": (
        "{text} 已不在其字段中，该字段为空。将回到屏幕所示的步骤。"
    ),
    "It is not there.": "它不在那里。",
    "Sure to {share}.": "把握为 {share}。",
    (
        "The {what} matches the {target} with {share}, next comes the {other} with {less}; {needed} is needed"
        " to act."
    ): "{what}与{target}的匹配度为 {share}，其次是{other}（{less}）；需达到 {needed} 才会操作。",
    "field": "字段",
    "field {what}": "字段{what}",
    "button": "按钮",
    "button {what}": "按钮{what}",
    "list": "列表",
    "list {what}": "列表{what}",
    "check box": "复选框",
    "check box {what}": "复选框{what}",
    "option": "选项",
    "option {what}": "选项{what}",
    "tab": "选项卡",
    "tab {what}": "选项卡{what}",
    "cell": "单元格",
    "cell {what}": "单元格{what}",
    "icon": "图标",
    "icon {what}": "图标{what}",
    "link": "链接",
    "link {what}": "链接{what}",
    "entry": "条目",
    "entry {what}": "条目{what}",
    "menu item": "菜单项",
    "menu item {what}": "菜单项{what}",
    "The screen says “{text}” and “{other}” where it said “{then}” in all places.": (
        "屏幕显示“{text}”和“{other}”，而示范时各处都是“{then}”。"
    ),
    "Stopped: the pointer was pushed into a corner of the screen.": "已停止：指针被推到屏幕角落。",
    "Stopped by «lam stop».": "已用 lam stop 停止。",
    "The display vanished while the agent was acting; start again.": "操作过程中显示器连接断开；请重新开始。",
    "The display vanished while input was recorded; log in again and start again.": (
        "录制输入时显示器连接断开；请重新登录后再开始。"
    ),
    "The {what} does not seem to be on this screen ({share}).": "此屏幕上似乎没有{what}（{share}）。",
    "The dialog that the demonstration showed is not open.": "示范中出现的对话框没有打开。",
    "The dialog “{title}” is open, which the demonstration did not show.": (
        "打开了示范中没有出现的对话框“{title}”。"
    ),
    "The window “{title}” has the keyboard, which the task may not touch.": (
        "键盘焦点在窗口“{title}”中，任务不得操作该窗口。"
    ),
    "{program} is not open: no window of it is on the screen.": "{program} 没有打开：屏幕上没有它的窗口。",
    "{n} windows of {program} fit this step: close all but the one that is meant.": (
        "{program} 有 {n} 个窗口符合此步骤：请只保留需要的那一个。"
    ),
    "Another window of {program}, “{title}”, could not be looked at: close it.": (
        "无法查看 {program} 的另一个窗口“{title}”：请关闭它。"
    ),
    (
        "The {what} is greyed out, and was not when this was shown: something before it may be missing, or"
        " the program is still at work."
    ): "{what}为灰色，示范时不是：前面可能有遗漏，或程序仍在工作。",
    "The {what} lies under something that keeps moving: the window still shows that it is working.": (
        "{what}上方有东西一直在动：窗口显示程序仍在工作。"
    ),
    (
        "The {what} has become paler, with all around it: a layer lies over it, and the window still shows"
        " that it is working."
    ): "{what}及其周围都变淡了：上面有一层遮罩，窗口显示程序仍在工作。",
    (
        "The field that was clicked has become paler, with all around it: something has come in front of it,"
        " and would get what is typed."
    ): "点击过的字段及其周围都变淡了：前面出现了别的内容，输入的文字会落到那里。",
    "Most of the window keeps changing: it still shows that it is working.": (
        "窗口的大部分一直在变化：窗口显示程序仍在工作。"
    ),
    "A layer with something moving has come over the window: it still shows that it is working.": (
        "窗口上出现了一层带动画的遮罩：窗口显示程序仍在工作。"
    ),
    (
        "It cannot be seen that the keyboard is in the field that this secret was recorded for: see to that,"
        " then say yes."
    ): "无法确认键盘焦点在录制此密文的字段中：请确认后选择“是”。",
    "What the screen says for the secret “{name}” is not clear.": "屏幕上机密“{name}”对应的内容不清楚。",
    "The screen says otherwise in several places where it said the secret “{name}” in all.": (
        "机密“{name}”所在的几处，屏幕上显示的内容不一致。"
    ),
    "It was not read what the screen says in the place of the secret “{name}”.": (
        "没有读取屏幕上机密“{name}”所在处的内容。"
    ),
    "What the screen says for “{text}” is not clear: “{seen}” matches “{wanted}” with {share}.": (
        "屏幕上“{text}”对应的内容不清楚：“{seen}”与“{wanted}”的匹配度为 {share}。"
    ),
    "This row already took {n} actions, the limit that task.yaml sets. Shall it go on?": (
        "此行已执行 {n} 个操作，达到 task.yaml 的上限。要继续吗？"
    ),
    "It looks like the screen after the last step.": "看起来像最后一步之后的屏幕。",
    "It looks like the screen of step {n}, “{what}”.": "看起来像第 {n} 步“{what}”的屏幕。",
    "No screen of the demonstration looks like this one.": "示范中没有与此相似的屏幕。",
    "Nothing is to be seen of the program in which this row was begun.": "看不到此行开始时所用的程序。",
    "What was entered for this row is not on the screen any more. Is it to begin anew?": (
        "此行已输入的内容不在屏幕上了。要重新开始吗？"
    ),
    (
        "Step {n} ({what}) was at work when the run broke off, and the screen does not tell whether it was"
        " done: look in the program. Was it done?"
    ): "运行中断时正在执行第 {n} 步（{what}），屏幕无法说明是否完成：请在程序中查看。已完成吗？",
    "Before the rows, step {step} ({what}): {why}": "各行之前，第 {step} 步（{what}）：{why}",
    "Behind the rows, step {step} ({what}): {why}": "各行之后，第 {step} 步（{what}）：{why}",
    "What is done once is done; no row was to do.": "只做一次的步骤已完成；没有需要处理的行。",
    "{told} What is done once behind the rows was not begun.": "{told} 各行之后只做一次的步骤未开始。",
    "{told} What is done once behind the rows was not begun, for {n} rows are still to be done.": (
        "{told} 还有 {n} 行未完成，因此各行之后只做一次的步骤未开始。"
    ),
    "{told} What is done once behind the rows was not begun, for 1 row is still to be done.": (
        "{told} 还有 1 行未完成，因此各行之后只做一次的步骤未开始。"
    ),
    "Row {row}, step {step} ({what}): {why}": "第 {row} 行，第 {step} 步（{what}）：{why}",
    "Step {n} stayed unclear after {count} answers.": "回答 {count} 次后，第 {n} 步仍不明确。",
    "Step {n} is slower than usual: waiting up to {seconds} s.": (
        "第 {n} 步比平时慢：最多等待 {seconds} 秒。"
    ),
    "Skipped by the person.": "已由您跳过。",
    "Stopped by the person.": "您已停止。",
    "Paused by the person.": "您已暂停。",
    "Stopped by the hot key.": "已用热键停止。",
    "Stopped by a signal.": "已被信号停止。",
    "You used the mouse or the keyboard.": "您使用了鼠标或键盘。",
    "You used the mouse or the keyboard, and nobody let the run go on (Ctrl+Alt+Enter): use --resume.": (
        "您使用了鼠标或键盘，之后无人让运行继续（Ctrl+Alt+Enter）：请用 --resume 继续。"
    ),
    "The display vanished; log in again.": "显示器连接已断开；请重新登录。",
    "The row broke off.": "此行中断。",
    "Row {row}, behind the task «{task}»: {why}": "第 {row} 行，任务 {task} 之后：{why}",
    "Its record is there {count} times instead of once.": "记录存在 {count} 次，而不是一次。",
    "its record is not there": "记录不存在",
    "An earlier run has seen that it is stored.": "之前的运行已确认存入。",
    "What «{task}» stores is there.": "任务 {task} 的记录已存在。",
    "the clipboard no longer holds what this row copied: do the row again.": (
        "剪贴板中已不是此行所复制的内容：请重做此行。"
    ),
    "Its record is there, once.": "记录存在，且只有一条。",
    "Its record is there.": "记录已存在。",
    "Its record is not there.": "记录不存在。",
    "Its record is not there yet.": "记录尚不存在。",
    "Its record is there all the same.": "尽管如此，记录已存在。",
    "An earlier run has stored it.": "之前的运行已存入。",
    "Row {row} is there already ({how}); it was not entered.": "第 {row} 行已存在（{how}）；未再次录入。",
    "Row {row}: Its record is there {n} times instead of once.": "第 {row} 行：记录存在 {n} 次，而不是一次。",
    "once": "一次",
    "in part": "部分",
    "The column «{column}» is empty in row {row}.": "第 {row} 行的列 {column} 为空。",
    "All its steps were done and verified.": "所有步骤均已完成并核对。",
    "The screen looks as it did there.": "屏幕与当时相同。",
    "The screen still shows what 1 step before it left.": "屏幕仍显示之前 1 个步骤的结果。",
    "The screen still shows what {n} steps before it left.": "屏幕仍显示之前 {n} 个步骤的结果。",
    "The screen does not show what was done for this row before.": "屏幕没有显示此行之前所做的内容。",
    "The screen still shows what 1 step before it left and {why}": "屏幕仍显示之前 1 个步骤的结果；{why}",
    "The screen still shows what {n} steps before it left and {why}": (
        "屏幕仍显示之前 {n} 个步骤的结果；{why}"
    ),
    "step {n}, which was at work, was done.": "中断时的第 {n} 步已完成。",
    "step {n}, which was at work, was not done.": "中断时的第 {n} 步没有完成。",
    "step {n}, which was at work, may be done once more.": "中断时的第 {n} 步可以再做一次。",
    "Type {what} of the row": "输入该行的{what}",
    "Choose {what} of the row": "选择该行的{what}",
    "“{text}” was typed, but the screen shows “”.": "已输入“{text}”，但屏幕没有显示。",
    "Step {n}, which was at work, was done.": "中断时的第 {n} 步已完成。",
    "Step {n}, which was at work, was not done.": "中断时的第 {n} 步没有完成。",
    "Step {n}, which was at work, may be done once more.": "中断时的第 {n} 步可以再做一次。",
}
