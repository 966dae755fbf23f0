"""A task that somebody gave away."""

RECEIVING: dict[str, str] = {
    "Take in a task…": "导入任务…",
    "Take in a task": "导入任务",
    (
        "A task that somebody gave you, as a file (.zip) or as a folder. It is read, and nothing in"
        " it is done; only its steps and recordings come along. Before it runs, read its steps: it works"
        " in your programs, as you."
    ): (
        "他人给您的任务，可以是文件 (.zip) 或文件夹。导入时只读取，不执行其中任何内容；只带入其步骤和录制。"
        "运行之前请先阅读其步骤：它会以您的身份在您的程序中工作。"
    ),
    "Where the task lies": "任务所在位置",
    "File…": "文件…",
    "Folder…": "文件夹…",
    "What it is called here": "在此处的名称",
    "Take it in": "导入",
    "&From": "来源(&F)",
    "Choose the task": "选择任务",
    "The task is being looked through": "正在检查任务",
    "All of it is looked through before it is in the library.": "全部检查完毕后才会进入任务库。",
    "“{name}” is in the library": "“{name}”已在任务库中",
    "Before it runs": "运行之前",
    "Not taken in: {what}.": "未导入：{what}。",
    "Look at its steps": "查看其步骤",
    "Take in another task": "导入另一个任务",
    "1 correction": "1 条更正",
    "{n} corrections": "{n} 条更正",
    "1 other file": "1 个其他文件",
    "{n} other files": "{n} 个其他文件",
}
FROM_COPIES: dict[str, str] = {
    "Reading {file}": "正在读取 {file}",
    "Looking at picture {n} of {of}": "正在查看第 {n} 张图片，共 {of} 张",
    "It is a masked copy: its steps and pictures have stand-ins for names, addresses and numbers.": (
        "这是遮盖过的副本：其步骤和图片中的姓名、地址和号码已用替代内容代替。"
    ),
    (
        "These steps type or compare a stand-in in every row: {steps}; say with lam edit {name} what is"
        " meant."
    ): "以下步骤在每一行中输入或比较替代内容：{steps}；请用 lam edit {name} 写明原意。",
    "Its pictures are painted over in places: try it with lam run {name} --dry-run first.": (
        "其图片有些地方被涂盖：请先用 lam run {name} --dry-run 试运行。"
    ),
    (
        "These steps had captions that somebody wrote, and are called by what they do now: {steps}; read them"
        " with lam show {name}."
    ): "以下步骤原有他人写的标题，现已改为其实际操作：{steps}；请用 lam show {name} 阅读。",
    (
        "Its watched_rows was {was} and is {least} now, as in a task of yours: until so many rows went well,"
        " it asks before what cannot be undone."
    ): (
        "其 watched_rows 原为 {was}，现为 {least}，与您自己的任务相同："
        "在这么多行成功之前，执行无法撤销的操作前都会询问。"
    ),
    "It takes its values from a table with these columns: {columns}.": "其值取自含以下列的表格：{columns}。",
    "It works in the windows of these programs: {programs}; open them before you run it.": (
        "它在以下程序的窗口中工作：{programs}；运行前请先打开它们。"
    ),
    "It needs these secrets of yours: {secrets}; lam secret {name} keeps one, or each run asks.": (
        "它需要您的以下机密：{secrets}；可用 lam secret {name} 保存，否则每次运行都会询问。"
    ),
    "Nothing of its {words} is done before you have read and approved it: lam approve {name}.": (
        "在您阅读并批准之前，其{words}不会执行：lam approve {name}。"
    ),
    "start commands": "启动命令",
    "checks": "检查",
    "start commands and checks": "启动命令和检查",
    "It does tasks that you do not have: {names}; take them in or record them, too.": (
        "它会执行您没有的任务：{names}；请也导入或录制它们。"
    ),
    "It does tasks of yours that have these names: {names}; look whether they are meant.": (
        "它会执行您的以下同名任务：{names}；请查看是否就是所指的任务。"
    ),
    "{copy} holds no task: there is no task.yaml in it; choose another copy.": (
        "{copy} 中没有任务：其中没有 task.yaml；请选择其他副本。"
    ),
    "There is a task «{name}» already; choose another name with --name.": (
        "已有名为«{name}»的任务；请换一个名称。"
    ),
    "There is no folder and no file {path}; check the name.": "没有文件夹或文件 {path}；请检查名称。",
    "«{path}» lies in the home of a person unknown here; write the whole path.": (
        "«{path}» 位于本机未知用户的主目录中；请写出完整路径。"
    ),
    "{copy} comes from an encrypted library, and can be read in that alone; ask for a copy by lam share.": (
        "{copy} 来自加密的任务库，只能在该库中读取；请让对方用 lam share 制作副本。"
    ),
    "{copy} is no .zip, or is damaged ({why}); ask for it again.": (
        "{copy} 不是 .zip 文件或已损坏（{why}）；请重新索取。"
    ),
}
