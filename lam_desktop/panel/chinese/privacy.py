"""The page about what is left out, and how long runs are kept."""

from __future__ import annotations

PRIVACY: dict[str, str] = {
    "Privacy": "隐私",
    "What is never recorded…": "哪些内容从不录制…",
    "Never recorded": "从不录制",
    "Such windows are black in every picture, and nothing of what you do in them is stored; the agent does"
    " not see them either. It counts for all tasks, from now on.": (
        "这些窗口在所有图片中都是黑色的，您在其中的操作不会被保存，助手也看不到它们。从现在起对所有任务有效。"
    ),
    "Password managers": "密码管理器",
    "Windows that are never recorded": "从不录制的窗口",
    "Record it again": "重新允许录制",
    "Programs that are open now": "当前打开的程序",
    "Never record this program": "从不录制此程序",
    "Words in the title of a window": "窗口标题中的文字",
    "Words in its title, such as: payroll": "标题中的文字，例如：工资",
    "Never record such windows": "从不录制这类窗口",
    "No other program is open": "没有打开其他程序",
    "One part of the screen is left out, too (lam edit --privacy).": (
        "屏幕的一个区域也不录制（lam edit --privacy）。"
    ),
    "{n} parts of the screen are left out, too (lam edit --privacy).": (
        "屏幕的 {n} 个区域也不录制（lam edit --privacy）。"
    ),
    "Approved": "已批准",
    "What these tasks check, or start, was read and approved on this computer.": (
        "这些任务要检查或启动的内容，已在这台电脑上阅读并批准。"
    ),
    "Tasks whose checks or commands are approved": "检查或命令已获批准的任务",
    "Do not allow it any more": "不再允许",
    "How long it is kept": "保留多久",
    "Remove runs, and recordings that no task needs, after": "自动删除运行记录和没有任务需要的录制，保留",
    "Days that they are kept": "保留的天数",
    "days": "天",
    "Older than {days} days, and removed for good: {what}.": "早于 {days} 天、将被永久删除：{what}。",
    "one run": "1 次运行",
    "{n} runs": "{n} 次运行",
    "one recording": "1 个录制",
    "{n} recordings": "{n} 个录制",
    "one correction": "1 处更正",
    "{n} corrections": "{n} 处更正",
    "Remove them": "删除",
    "Leave all as it is": "保持不变",
    "The program {name}": "程序 {name}",
    "Windows called “{title}”": "标题含“{title}”的窗口",
    "Windows of {name} called “{title}”": "{name} 中标题含“{title}”的窗口",
    "This library is encrypted: without its passphrase nobody reads what is in it.": (
        "此任务库已加密：没有密码短语，谁也读不到其中的内容。"
    ),
    "Everything stays on this computer, for whoever can read your files. With a passphrase nobody else can:"
    " close this window and run “lam encrypt” in a terminal.": (
        "所有内容都留在这台电脑上，能读取您文件的人也能读取它们。设置密码短语后他人无法读取："
        "请关闭此窗口，在终端中运行“lam encrypt”。"
    ),
}
