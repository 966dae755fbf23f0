"""Sentences that come from the agent, the recorder and the commands: the commonest. Others stay English."""

SENTENCES: dict[str, str] = {
    "Getting ready.": "正在准备。",
    "Looking at the screen.": "正在查看屏幕。",
    "Found it.": "找到了。",
    "The window had gone, or moved, just before the click: nothing was clicked, and it is looked for anew.": (
        "单击前的一刻窗口已关闭或移动：没有单击，正在重新查找。"
    ),
    "Its window was gone before the click had ended: it cannot be told whether the program has taken it.": (
        "单击尚未结束窗口就已消失：无法判断程序是否已接受。"
    ),
    "Its window moves, or comes and goes, whenever it is about to be clicked.": (
        "每次即将单击时，它的窗口都会移动，或者时有时无。"
    ),
    "Nothing came of it: done once more.": "没有任何反应：已再做一次。",
    "The text did not come as typed: removed and typed once more.": (
        "文字与键入的不一致：已清除并重新键入一次。"
    ),
    "A dialog that you once closed was in front: closed the same way.": (
        "前面有一个您曾关闭过的对话框：已用同样方式关闭。"
    ),
    "The list had closed: opened once more.": "列表已关闭：已重新打开。",
    "Scrolled until it was in view.": "已滚动至可见处。",
    "Pointed at it first: it is sure to be what you clicked as it looks under the pointer.": (
        "先把指针移到它上面：从指针下的样子可以确定，它就是您点击过的。"
    ),
    "The window “{text}” was in front of the program: put behind.": "窗口“{text}”挡在程序前面：已移到后面。",
    "A window of another program was in front of the program: put behind.": (
        "另一个程序的窗口挡在前面：已移到后面。"
    ),
    "The window “{text}” came in front again, after it was put behind {n} times in this row: do what it asks"
    " for, or close it.": (
        "窗口“{text}”在这一行中被移到后面 {n} 次后又来到前面：请处理它要求的事，或将其关闭。"
    ),
    "{why} The wheel was turned to look for it, and what it changed did not go back: look at it.": (
        "{why}为查找它转动了滚轮，窗口中因此改变的内容没有复原：请查看。"
    ),
    "{why} The window was scrolled to look for it, and shows another part than before.": (
        "{why}为查找它滚动了窗口，窗口现在显示的部分与之前不同。"
    ),
    "Not sure yet: waiting for the screen to change.": "还不确定：等待屏幕变化。",
    "Stopping.": "正在停止。",
    "Thank you, going on.": "谢谢，继续。",
    "Pausing before the next action.": "将在下一个操作前暂停。",
    "Paused by you.": "您已暂停。",
    "Do this step yourself, and let the agent go on.": "请自己完成此步骤，然后让助手继续。",
    "Stopped by you.": "您已停止。",
    "Nothing is left to do: the other rows were entered before, or are left out.": (
        "没有剩余的行：其余各行此前已录入，或已被略过。"
    ),
    "Stopped after one step, as you wished.": "按您的要求，执行一步后停住。",
    "You showed it.": "由您指出。",
    "Reading the task.": "正在读取任务。",
    "Loading the model.": "正在加载模型。",
    "Looking at the demonstration.": "正在查看示范。",
    "Not as it was recorded: {why}": "与录制时不同：{why}",
    "as recorded": "与录制相同",
    "Done.": "完成。",
    "As demonstrated.": "与示范相同。",
    "{n} rows are chosen, and a run ends at its limit {limit}; do the others with --resume, or change it in"
    " task.yaml.": (
        "您选择了 {n} 行，而每次运行达到上限 {limit} 就会结束；其余行请通过继续上次运行完成，"
        "或在 task.yaml 中修改上限。"
    ),
    "1 row done.": "已完成 1 行。",
    "{n} rows done.": "已完成 {n} 行。",
    "This step cannot be undone, and {done} of {needed} rows went well so far: is everything right?": (
        "此步骤无法撤销，目前 {needed} 行中有 {done} 行顺利完成：一切正确吗？"
    ),
    "{why} Look at it: was this step done as it should be?": "{why}请查看：此步骤是否已正确完成？",
    "“{text}” was typed, but the screen shows “{seen}”.": "已输入“{text}”，但屏幕显示“{seen}”。",
    "“{text}” was typed, but it cannot be told what the screen shows: it is read as {read}.": (
        "已输入“{text}”，但无法判断屏幕显示的内容：读作{read}。"
    ),
    "The check box was clicked, but it cannot be told whether it is ticked.": (
        "已点击复选框，但无法判断它是否被勾选。"
    ),
    "{text} no longer stands in its field, which is empty. Shall it go on?": (
        "{text} 已不在其字段中，该字段为空。要继续吗？"
    ),
    "{text} no longer stands in its field, which shows {seen}. Shall it go on?": (
        "{text} 已不在其字段中，该字段显示{seen}。要继续吗？"
    ),
    "The task asks for your yes before this step.": "任务要求在此步骤前征得您的同意。",
    "Before the rows, step {step}: {why}": "各行之前，第 {step} 步：{why}",
    "Behind the rows, step {step}: {why}": "各行之后，第 {step} 步：{why}",
    "Row {row}, step {step}: {why}": "第 {row} 行，第 {step} 步：{why}",
    "This run ended at its limit {limit}; go on with --resume, or change it in task.yaml.": (
        "本次运行已达到上限 {limit}；请继续上次运行，或在 task.yaml 中修改。"
    ),
    "{done} This run ended at its limit {limit}; go on with --resume, or change it in task.yaml.": (
        "{done}本次运行已达到上限 {limit}；请继续上次运行，或在 task.yaml 中修改。"
    ),
    "Reading picture {n} of {total}": "正在读取图片 {n} / {total}",
    "Looking again at picture {n} of {total}": "正在复查图片 {n} / {total}",
    "typed text": "输入的文本",
    "read from the screen": "从屏幕读取的内容",
    "value of the row": "行中的值",
    "e-mail address": "电子邮件地址",
    "IBAN": "国际银行账号 (IBAN)",
    "card number": "卡号",
    "phone number": "电话号码",
    "long number": "长号码",
    "your account": "您的账户名",
    "unsure reading": "识别不确定",
    "name of a person": "人名",
    "no common word": "非常用词",
    "in a masked column": "位于遮盖的列中",
    "what was taught": "教学内容",
    "the pictures of the run": "运行的图片",
    "The run ended without a word; look at what its last row did.": "运行无故结束；请查看最后一行做了什么。",
    "No copy was made, and it was not said why; try again.": "没有制作副本，原因未知；请重试。",
    "Click {what}": "单击{what}",
    "Double-click {what}": "双击{what}",
    "Right-click {what}": "右键单击{what}",
    "Click {what}, by the number that the screen says": "按屏幕上的序号单击{what}",
    "Double-click {what}, by the number that the screen says": "按屏幕上的序号双击{what}",
    "Right-click {what}, by the number that the screen says": "按屏幕上的序号右键单击{what}",
    "Turn on to the month of {what}": "向后翻到{what}所在的月份",
    "Turn back to the month of {what}": "向前翻到{what}所在的月份",
    "The calendar shows {month}, but the row needs {wanted}, and it was only shown how to turn on.": (
        "日历显示 {month}，但该行需要 {wanted}，而示范中只向后翻过页。"
    ),
    "The calendar shows {month}, but the row needs {wanted}, and it was only shown how to turn back.": (
        "日历显示 {month}，但该行需要 {wanted}，而示范中只向前翻过页。"
    ),
    "Choose {what}": "选择{what}",
    "Type {what}": "输入{what}",
    "Press {what}": "按 {what}",
    "Wait until {what} is shown": "等待显示{what}",
    "Wait until {what} is gone": "等待{what}消失",
    "Read {what} as {name}": "读取{what}，记为 {name}",
    "Do the task {what}": "执行任务{what}",
    "only where the column {column} says {what}": "仅当列 {column} 为{what}时",
    "not where the column {column} says {what}": "当列 {column} 为{what}时除外",
    "only where the column {column} is empty": "仅当列 {column} 为空时",
    "not where the column {column} is empty": "当列 {column} 为空时除外",
    "only where the column {column} is filled": "仅当列 {column} 不为空时",
    "only where “{name}” is filled": "仅当“{name}”不为空时",
    "Before the rows": "各行之前",
    "Behind the rows": "各行之后",
    "once, before the rows": "只做一次，在各行之前",
    "once, behind the rows": "只做一次，在各行之后",
    "only where “{name}” is “{what}”": "仅当“{name}”为“{what}”时",
    "not where “{name}” is “{what}”": "当“{name}”为“{what}”时除外",
    "only where “{name}” is empty": "仅当“{name}”为空时",
    "not where “{name}” is empty": "当“{name}”为空时除外",
    "only where the check box {what} is ticked": "仅当复选框{what}已勾选时",
    "not where the check box {what} is ticked": "当复选框{what}已勾选时除外",
    "only where {what} is shown": "仅当显示{what}时",
    "not where {what} is shown": "当显示{what}时除外",
    "as step {n}": "与第 {n} 步相同",
    "read in step {n}": "在第 {n} 步读取",
    "handed over as {name}": "以 {name} 之名交给调用它的任务",
    "the secret {what} read from the screen": "从屏幕读取的机密{what}",
    "the field {what}": "字段{what}",
    "the button {what}": "按钮{what}",
    "the list {what}": "列表{what}",
    "the check box {what}": "复选框{what}",
    "the option {what}": "选项{what}",
    "the tab {what}": "选项卡{what}",
    "the cell {what}": "单元格{what}",
    "the icon {what}": "图标{what}",
    "the link {what}": "链接{what}",
    "{text} (column {what})": "{text}（列 {what}）",
}
