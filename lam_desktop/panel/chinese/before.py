"""Before a run, rows once more, secrets, approval and sharing."""

BEFORE: dict[str, str] = {
    "This was changed meanwhile: read it again.": "内容在此期间被修改，请重新阅读。",
    "What to do this time": "这次要做什么",
    "The task is done once, as this sentence says: built as it was, with other names.": (
        "任务按这句话做一次：句式与录制时相同，只换名称。"
    ),
    "Say in the sentence what to do this time.": "请用这句话说明这次要做什么。",
    "Each row does the task “{task}”, which asks, without writing anything:": (
        "每一行都会执行任务“{task}”，该任务会查询以下内容，但不写入任何数据："
    ),
    "Nothing is left to do: all rows of this run are done by now.": "没有剩余的行：本次运行的行都已完成。",
    "Some of these rows may be stored already": "其中有些行可能已经保存",
    (
        "They were begun. Look in the program, and tick those that are not stored there:"
        " they are done again, the others are left out."
    ): "这些行已经开始。请在程序中查看，并勾选尚未保存的行：这些行会重做，其余的略过。",
    "Rows that may be stored already": "可能已经保存的行",
    "Do {rows} again": "重做 {rows}",
    "Checks that you have not approved": "您尚未批准的检查",
    "Programs to start that you have not approved": "您尚未批准启动的程序",
    "Before the first row “{task}” starts programs that are not open:": (
        "在第一行之前，“{task}”会启动尚未打开的程序："
    ),
    (
        "Before the first row “{task}” starts programs that are not open, and before and after each"
        " row it asks, without writing anything:"
    ): "在第一行之前，“{task}”会启动尚未打开的程序；每行前后还会查询，但不写入任何内容：",
    "What waits for approval, exactly as it stands": "等待批准内容的原文",
    "Signs that are not seen are written as ⟨U+…⟩: do not approve what you cannot read.": (
        "看不见的字符显示为 ⟨U+…⟩：看不懂的内容请不要批准。"
    ),
    "Approve exactly this": "批准以上原文",
    (
        "The password of a database stands in it as it is: the keyring keeps it where task.yaml has"
        " “password: NAME” below a URL without one."
    ): (
        "其中明文写有数据库密码：把密码从 URL 中去掉，并在 task.yaml 的 URL 下方写上“password: 名称”，"
        "密码就由密钥环保存。"
    ),
    "It counts for this task on this machine only; whoever changes a letter of it is asked again.": (
        "仅对本机上的此任务有效；改动任何一个字符都会再次询问。"
    ),
    "Before and after each row “{task}” asks, without writing anything:": (
        "在每一行之前和之后，“{task}”会查询以下内容，但不写入任何数据："
    ),
    "Nothing was done; looked for the steps on the screen as it is.": (
        "没有执行任何操作，只在当前屏幕上查找了各个步骤。"
    ),
    "Nothing was done; looked for the steps of row {row} on the screen as it is.": (
        "没有执行任何操作，只在当前屏幕上查找了第 {row} 行的各个步骤。"
    ),
    "Check again": "再次检查",
    "Back to the run": "返回运行",
    "What this screen should show was found": "此屏幕应显示的内容都已找到",
    "1 step would not be found": "有 1 个步骤将找不到",
    "{n} steps would not be found": "有 {n} 个步骤将找不到",
    "Found": "已找到",
    "Found, {share} sure": "已找到，把握 {share}",
    "Would not be found: the agent would ask": "将找不到：代理会提问",
    "Comes later: not on this screen yet": "稍后出现：还不在此屏幕上",
    "By the keyboard": "通过键盘",
    "Forget": "移除",
    "Forget the secret “{name}”?": "移除机密“{name}”？",
    "It is removed from this machine’s keyring; each run of “{task}” asks for it again.": (
        "它将从本机的密钥环中移除；“{task}”每次运行都会再次询问。"
    ),
    "What it checks or starts was not approved here, or was changed since: read it first.": (
        "它的检查或要启动的程序在本机上尚未批准，或之后被修改：请先阅读。"
    ),
    "named by you": "您指定的内容",
    "What": "内容",
    "In texts": "文本中",
    "In pictures": "图片中",
    "Such as": "例如",
    "Give away…": "分享副本…",
    "Makes a copy in which names, addresses and numbers are masked": "制作一个遮盖了姓名、地址和号码的副本",
    "Up to three such rows in succession; without it the run ends, so that you look.": (
        "最多连续三行；不选则运行结束，由您查看。"
    ),
    "Choose a table…": "选择表格…",
    "Without a table": "不用表格",
    "No table chosen": "未选择表格",
    "Rows of the table": "表格的行",
    "Go on after a row that did not end well": "某行未顺利完成时继续下一行",
    "First row": "第一行",
    "Last row": "最后一行",
    "Choose other rows": "选择其他行",
    "Leave odd rows out": "略过可疑的行",
    "Whole column: {what}": "整列：{what}",
    "Rows": "行",
    "to": "至",
    "The task is done once, with the values of the recording.": "任务执行一次，使用录制时的值。",
    "Leave this row out": "略过这一行",
    "What looks odd; ticked rows are left out": "可疑之处；勾选的行将被略过",
    "Ticked rows are left out.": "勾选的行将被略过。",
    "Enter rows once more": "再次录入这些行",
    "Enter this row once more": "再次录入这一行",
    "Enter these {n} rows once more": "再次录入这 {n} 行",
    "So are these rows: {rows}": "以下各行也是如此：{rows}",
    "They are left out; tick this only if the program lacks them, or is to have them twice.": (
        "这些行将被略过；仅当程序中缺少它们，或确需重复录入时才勾选。"
    ),
    "What is ticked here is stored a second time.": "勾选后，这些行会被再存储一次。",
    "This table has no column {columns}, which the task types; choose another one.": (
        "此表格缺少任务要输入的列 {columns}，请选择另一个表格。"
    ),
    "of {n}": "共 {n} 行",
    "Row {n}: {what}": "第 {n} 行：{what}",
    "Row {n} (line {line} of the sheet): {what}": "第 {n} 行（工作表第 {line} 行）：{what}",
    "Row {n}, line {line} of the sheet": "第 {n} 行，工作表第 {line} 行",
    "Hidden lines of the sheet": "工作表中隐藏的行",
    "Limit of rows": "行数上限",
    (
        "The task is done once, with the values of the recording. "
        "Choose a table with the columns {columns} to do it for every row."
    ): "任务执行一次，使用录制时的值。选择包含列 {columns} 的表格，即可逐行执行。",
    "Only what did not end well in the last run: {rows}": "仅上次运行中未顺利完成的行：{rows}",
    "Leave these {n} rows out": "略过这 {n} 行",
    "Run once": "运行一次",
    "The task is being read.": "正在读取任务。",
    "Approve first what the task checks or starts.": "请先批准任务的检查和要启动的程序。",
    "Choose a table with the columns of the task first.": "请先选择包含任务所需列的表格。",
    "No row is chosen.": "没有选择任何行。",
    "Type the secrets first.": "请先输入机密。",
    "Run “{task}”": "运行“{task}”",
    "Run {rows}": "运行 {rows}",
    "The screen is being checked for “{task}”": "正在为“{task}”检查屏幕",
    "Read and approve what it checks or starts…": "阅读并批准检查和启动命令…",
    "Do the row again that did not end well": "重做未顺利完成的那一行",
    "Do the {n} rows again that did not end well": "重做未顺利完成的 {n} 行",
    "Do the row that is not done": "执行未完成的那一行",
    "Do the {n} rows that are not done": "执行未完成的 {n} 行",
    "Keep it in this machine’s keyring": "保存在本机的密钥环中",
    "Runs then take it from there; it is in no file of the task.": (
        "以后运行会从那里读取；任务的任何文件中都没有它。"
    ),
    "kept in the keyring": "已保存在密钥环中",
    "for this run, not kept": "仅用于本次运行，不保存",
    "Looking for a keyring…": "正在查找密钥环…",
    (
        "There is no keyring here that encrypts: log in to a desktop session that has one;"
        " on Debian, install the package gnome-keyring."
    ): "这里没有可加密的密钥环：请登录带有密钥环的桌面会话；在 Debian 上请安装 gnome-keyring 软件包。",
    "Secret “{name}”": "机密“{name}”",
    "The secret “{name}” is kept in this machine’s keyring.": "机密“{name}”保存在本机的密钥环中。",
    "The secret “{name}” is kept nowhere; each run asks for it.": "机密“{name}”没有保存；每次运行都会询问。",
    "Forget…": "移除…",
    "Forget the secret “{name}”…": "移除机密“{name}”…",
    "Choose where the copy goes": "选择副本的位置",
    (
        "Names, addresses and numbers are masked: in steps, in what was typed and in every picture."
        " The task itself stays as it is. Checks and other runs are left out."
    ): "步骤、输入内容和每张图片中的姓名、地址和号码都会被遮盖。任务本身保持不变。检查和其他运行不包含在内。",
    "One file (.zip)": "一个文件 (.zip)",
    "A folder": "一个文件夹",
    "Where the copy goes": "副本的位置",
    "What to mask beside what is found": "除自动发现外还要遮盖的内容",
    "such as Sorensen; K-4711": "例如 Sorensen; K-4711",
    "What to leave as it is": "保持原样的内容",
    "such as Order desk": "例如 Order desk",
    "With the journal of the last run, without its pictures": "包含上次运行的日志，不含图片",
    "Leave only common words, so that no name stays that is in no list": (
        "只保留常用词，名单之外的姓名也不会留下"
    ),
    "Different names of people among it: {n}.": "其中不同的人名：{n} 个。",
    "Make the copy": "制作副本",
    "&To": "位置(&T)",
    "&Mask, too": "另外遮盖(&M)",
    "&Leave": "保留(&L)",
    "As": "形式",
    "{path} exists already; choose another name.": "{path} 已存在，请换一个名称。",
    "The copy is being made": "正在制作副本",
    "Every picture is read, and looked at again once it is masked.": "每张图片都会被读取，遮盖后再检查一遍。",
    "The copy is there": "副本已完成",
    "Where the copy lies": "副本所在位置",
    "Look at its pictures before you send it: what is personal only you can know.": (
        "发送之前请查看其中的图片：哪些是个人信息，只有您知道。"
    ),
    "What was masked": "遮盖的内容",
    "Nothing in it looked personal, and nothing was masked.": "没有发现个人信息，没有遮盖任何内容。",
    "A copy of “{task}” to give away": "“{task}”的分享副本",
    "Back": "返回",
    "The report of “{task}” to give away": "“{task}”运行报告的分享副本",
    (
        "Names, addresses and numbers are masked: in the page, its table and every picture. The"
        " run and its own report stay as they are."
    ): "页面、表格和每张图片中的姓名、地址和号码都会被遮盖。运行及其原报告保持不变。",
    "Look at the pictures": "查看图片",
    "Make another copy": "再制作一个副本",
    "Not in the copy: {what}.": "副本中不包含：{what}。",
    "The copy is not there any more; make it again.": "副本已不存在，请重新制作。",
    "No browser opens the page; it lies at {path}.": "没有能打开该页面的浏览器；文件位于 {path}。",
    "A copy is being made.": "正在制作副本。",
    "Closing gives it up; nothing of it stays.": "关闭会放弃制作，不留下任何内容。",
    "1 other recording": "1 个其他录制",
    "{n} other recordings": "{n} 个其他录制",
    "1 run": "1 次运行",
    "{n} runs": "{n} 次运行",
    "1 check": "1 项检查",
    "{n} checks": "{n} 项检查",
    "Screen and programs are as they were recorded, as far as can be seen": (
        "就目前所见，屏幕和程序与录制时相同"
    ),
    "The screen was checked: what it should show was found.": "屏幕已检查：应显示的内容都已找到。",
    "The screen was checked: 1 step would not be found.": "屏幕已检查：有 1 个步骤将找不到。",
    "The screen was checked: {n} steps would not be found.": "屏幕已检查：有 {n} 个步骤将找不到。",
    "Recorded at {recorded}, now {now}.": "录制时屏幕为 {recorded}，现在是 {now}。",
    "Monitors: recorded {recorded}, now {now}.": "显示器：录制时为 {recorded}，现在是 {now}。",
    "Programs are drawn at {now} now and were {recorded}.": "程序现在的缩放为 {now}，录制时为 {recorded}。",
    "The keyboard layout is {now} now and was {recorded}.": "键盘布局现在是 {now}，录制时为 {recorded}。",
    "The window of {program} is {now} now and was {recorded}.": (
        "{program} 的窗口现在是{now}，录制时为{recorded}。"
    ),
    "{program} is another version than at the recording.": "{program} 的版本与录制时不同。",
    "{program} was recorded with {recorded}, and here is {now}.": (
        "{program} 录制时为 {recorded}，此处为 {now}。"
    ),
    "{program} is told to speak {now} now and was told {recorded}.": (
        "{program} 的语言现在设为 {now}，录制时为 {recorded}。"
    ),
    "{program} is told to draw at {now} now and was {recorded}.": (
        "{program} 的缩放现在设为 {now}，录制时为 {recorded}。"
    ),
    "dark": "深色",
    "light": "浅色",
    "Check the screen": "检查屏幕",
    "Show the steps": "显示步骤",
    "Comparing the screen with the recording…": "正在将屏幕与录制时比较…",
    "The screen cannot be compared with the recording": "无法将屏幕与录制时比较",
    "Not as it was recorded": "与录制时不同",
    "The recording does not tell what was around the task": "录制内容没有记载当时的环境",
    "Looks whether each step would be found on the screen as it is; does nothing": (
        "查看当前屏幕上能否找到每个步骤；不执行任何操作"
    ),
    "Being looked at": "正在查看",
    "To be looked at": "请查看",
    "As it was recorded": "与录制时相同",
    "The screen could not be checked: {why}": "无法检查屏幕：{why}",
    "Picture of the task": "任务的图片",
    "Stop at any time: Ctrl+Alt+Esc, or the mouse into a corner of the screen.": (
        "随时可以停止：按 Ctrl+Alt+Esc，或将鼠标移到屏幕一角。"
    ),
    "No picture of this task.": "此任务没有图片。",
    "How closely do you want to follow?": "您想怎样跟进？",
    "types {columns}": "输入 {columns}",
    "One step may be meant in several ways: say which": "有一个步骤可能有多种含义：请选择",
    "{n} steps may be meant in several ways: say which": "有 {n} 个步骤可能有多种含义：请选择",
    "Please check: one demonstration left this open": "请核对：一次示范没有说明以下内容",
    "Step {n}: {caption}": "第 {n} 步：{caption}",
    "Step {n}, of the task “{task}”: {caption}": "第 {n} 步（任务“{task}”）：{caption}",
    "The chosen rows do not differ in it.": "所选的行在这一点上没有区别。",
    "This is meant": "是这个意思",
    "{reading} (taken so far)": "{reading}（目前采用）",
    "row {n}: nothing": "第 {n} 行：无内容",
    "row {n}: “{text}”": "第 {n} 行：“{text}”",
    "row {n}: {what}": "第 {n} 行：{what}",
    "Say what is meant first: the rows differ in it.": "请先选择含义：各行在这一点上不同。",
    "Say first which columns of the table the steps follow.": "请先说明各步骤对应表格的哪些列。",
    "Which columns do the steps follow?": "各步骤对应哪些列？",
    "This task was recorded without a table. Row {n} is the one that was shown while recording.": (
        "此任务录制时没有表格。录制时示范的是第 {n} 行。"
    ),
    "This task was recorded without a table, and no row of it says what was shown.": (
        "此任务录制时没有表格，并且没有一行包含示范的内容。"
    ),
    "These rows say the same as the recording. Which one was shown?": (
        "这些行与录制内容相同。示范的是哪一行？"
    ),
    "None of them": "都不是",
    "Nothing of this task was found in the table: neither its texts nor the names of its fields.": (
        "在表格中没有找到此任务的内容：既没有输入的文本，也没有字段名称。"
    ),
    "Step": "步骤",
    "Field": "字段",
    "Shown": "示范内容",
    "Comes from": "来自",
    "For example": "例如",
    "stays as it is": "保持不变",
    "Say which is meant": "请选择含义",
    "Keep this in the task": "保存到任务中",
    "No step uses: {columns}": "没有步骤使用：{columns}",
    "Step {n}: where its text comes from": "第 {n} 步：内容的来源",
    "Go on there": "从那里继续",
    "The last run broke off before the rows of {table}.": "上次运行在 {table} 的各行之前中断。",
    "The last run broke off behind the rows of {table}.": "上次运行在 {table} 的各行之后中断。",
    "This run goes on at the step where the last one broke off.": "本次运行从上次中断的步骤继续。",
    "Rather begin anew": "还是从头开始",
    "The last run broke off amid its steps.": "上次运行在步骤中途中断。",
    "The last run broke off amid row {n} of {table}.": "上次运行在 {table} 的第 {n} 行中途中断。",
    "Row {n} goes on at the step where it broke off.": "第 {n} 行从中断的步骤继续。",
    "Left out, for they may be stored already: {rows}": "因可能已经保存而略过：{rows}",
}
