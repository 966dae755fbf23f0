"""The report's words, in the person's language."""

from __future__ import annotations

import locale
from typing import Literal

from lam_desktop.reporting.saying import of_runs

Language = Literal["en", "zh"]

CHINESE = {
    "Run of {task}": "任务运行报告：{task}",
    "Started": "开始时间",
    "ask": "不确定时询问",
    "watch": "先展示再操作",
    "auto": "不询问",
    "Table": "数据表",
    "Not as it was recorded": "与录制时不同",
    "Rows done": "完成的行",
    "{done} of {rows}": "{done} / {rows}",
    "Questions": "提问次数",
    "Time": "用时",
    "{seconds} a row": "每行 {seconds}",
    "By hand": "手工用时",
    "at the pace of the demonstration ({seconds} a row)": "按示范速度估算（每行 {seconds}）",
    "{seconds} less": "省时 {seconds}",
    "{seconds} more by the agent": "智能体多用 {seconds}",
    "A clerk": "熟练文员",
    "by the keystroke-level model; the agent is {times} times as fast": (
        "按击键级模型估算；智能体速度是其 {times} 倍"
    ),
    "Where the time of the rows went": "各行用时分布",
    "loading before that": "此前加载",
    "looking": "看屏幕",
    "deciding": "判断",
    "acting": "操作",
    "waiting": "等待",
    "verifying": "核对",
    "asking": "提问",
    "rest": "其他",
    "dry run: nothing was done": "演练：没有执行任何操作",
    "This is a masked copy: what was recognised as personal is replaced by stand-ins, and painted over in the"
    " pictures. A name that was misread, a face or a drawing may still be there: look at every picture before"
    " you send it.": (
        "这是打码副本：识别出的个人信息已换成代用文字，并在图片中涂盖。误读的姓名、人脸或图画仍可能存在：发送前请查看每张图片。"
    ),
    "masked": "已打码",
    "in texts": "文字中",
    "in pictures": "图片中",
    "Nothing was masked.": "没有打码任何内容。",
    "e-mail address": "电子邮箱",
    "IBAN": "IBAN",
    "card number": "卡号",
    "phone number": "电话号码",
    "long number": "长号码",
    "value of the row": "行中的值",
    "typed text": "输入的文字",
    "read from the screen": "从屏幕读取",
    "named with --mask": "用 --mask 指定",
    "your account": "您的账户",
    "in a masked column": "在打码的列中",
    "unsure reading": "识别不确定",
    "name of a person": "人名",
    "no common word": "非常用词",
    "All rows": "所有行",
    "Trouble only": "只看有问题的行",
    "Open all": "全部展开",
    "Close all": "全部收起",
    "No row was in trouble.": "没有出问题的行。",
    "Row {row}": "第 {row} 行",
    "Row {row} (line {line} of the sheet)": "第 {row} 行（工作表第 {line} 行）",
    "Looks odd": "看起来可疑",
    "Hidden lines of the sheet, which were left out": "工作表中隐藏且未处理的行",
    "Before the rows": "各行之前",
    "Behind the rows": "各行之后",
    "asked once": "提问 1 次",
    "asked {count} times": "提问 {count} 次",
    "Goes on at step {step}.": "从第 {step} 步继续。",
    "Goes on from {runs}; the rows that were done there are told here, too.": (
        "接续 {runs}；那里完成的行也列在这里。"
    ),
    "Done in the run {run}.": "在运行 {run} 中完成。",
    "Of the run {run}.": "来自运行 {run}。",
    "Nothing was left to do.": "没有剩余步骤。",
    "Nothing was done for this row.": "这一行没有执行任何操作。",
    "typed": "输入",
    "pressed": "按键",
    "clicked": "单击",
    "double-clicked": "双击",
    "right-clicked": "右键单击",
    "middle-clicked": "中键单击",
    "dragged": "拖动",
    "scrolled": "滚动",
    "Sure": "把握",
    "needs {percent}": "需要 {percent}",
    "Next likely": "次可能",
    "Why": "原因",
    "Seen after": "操作后所见",
    "Put right": "已自行处理",
    "Read": "读取",
    "sure {percent}": "把握 {percent}",
    "sure {percent}, its figures at least {figures}": "把握 {percent}，其中数字至少 {figures}",
    "Asked": "询问",
    "Answer": "回答",
    "approved": "已同意",
    "no": "否",
    "shown where it is": "指出了位置",
    "told what it says": "说明了内容",
    "look again": "再看一次",
    "did it themself": "自行完成",
    "skip the row": "跳过这一行",
    "stop": "停止",
    "nobody answered": "无人回答",
    "before": "操作前",
    "after": "操作后",
    "asked about": "提问时的屏幕",
    "as it was": "当时的屏幕",
    "Of {count} rows that went well the steps are not shown here; report.json tells them, and lam report"
    " --whole puts all into one page.": (
        "为控制页面大小，有 {count} 个顺利完成的行未在此显示步骤；详见 report.json，"
        "或用 lam report --whole 全部写入一页。"
    ),
    "{count} pictures are left out to keep this page small; they lie beside it, and lam report --whole puts"
    " all into one page.": (
        "为控制页面大小，省略了 {count} 张图片，它们保存在报告旁边的文件夹中；"
        "lam report --whole 可全部写入一页。"
    ),
    "Pictures: all of each row in trouble and of the first {first} that went well, of the others the last"
    " one.": ("图片：有问题的行和最先顺利完成的 {first} 行保留全部，其余各行只保留最后一张。"),
    "Drawn for whoever checks: all of each row whose number divides by {every}.": (
        "供抽查：行号能被 {every} 整除的行也保留全部图片。"
    ),
    "at the end": "结束时",
    "Made by LAM Desktop {version} on this machine; nothing was sent anywhere.": (
        "由 LAM Desktop {version} 在本机生成，没有发送任何数据。"
    ),
    "done": "完成",
    "confirmed": "完成，已核实",
    "not seen": "完成，但未在屏幕上看到结果",
    "already so": "已是所需状态",
    "not needed": "无需执行",
    "left out": "已略过",
    "asked": "待回答",
    "failed": "与预期不符",
    "stopped": "已停止",
    "skipped": "已跳过",
    "not_started": "未开始",
    "cut short": "中断",
    "looked": "仅查看",
    "error": "错误",
}
ENGLISH = {
    "typed": "Typed",
    "pressed": "Pressed",
    "clicked": "Clicked",
    "double-clicked": "Double-clicked",
    "right-clicked": "Right-clicked",
    "middle-clicked": "Middle-clicked",
    "dragged": "Dragged",
    "scrolled": "Scrolled",
    "ask": "asks where unsure",
    "watch": "shows each action first",
    "auto": "never asks",
    "confirmed": "done, confirmed",
    "not seen": "done, but not seen on the screen",
    "failed": "not as expected",
    "not_started": "not started",
    "looked": "looked only",
}
"""Where the words differ from what stands for them."""


def own_language() -> Language:
    """Chinese where the person's system speaks it, else English."""
    return "zh" if (locale.getlocale()[0] or "").casefold().startswith(("zh", "chinese")) else "en"


def told(text: str, language: Language) -> str:
    """What the agent has written into the journal, in that language, as far as that is known."""
    return of_runs().chinese(text) or text if language == "zh" else text


def said(text: str, language: Language, **filled: object) -> str:
    """A sentence of the report in that language, with its places filled in; unknown ones stay as they are."""
    words = CHINESE if language == "zh" else ENGLISH
    known = words.get(text, text)
    return known.format(**filled) if filled else known  # what a journal says is no form to fill in
