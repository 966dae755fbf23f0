"""What steps are called: kinds of elements, places, values and where they come from."""

from __future__ import annotations

_KINDS = {
    "field": "字段", "button": "按钮", "list": "列表", "combo": "列表",
    "check box": "复选框", "checkbox": "复选框", "option": "选项", "radio": "选项",
    "tab": "选项卡", "cell": "单元格", "icon": "图标", "link": "链接",
    "entry": "条目", "list item": "条目", "menu item": "菜单项", "heading": "标题",
    "header": "标题", "arrows": "微调按钮", "spin": "微调按钮", "window's button": "窗口按钮",
    "window control": "窗口按钮", "text": "文字", "window": "窗口",
}  # fmt: skip
_SHOWING = ("field", "list", "arrows")
_EMPTY = ("field", "cell")
_BUTTONS = {"middle": "中", "right": "右", "left": "左"}
_NOTCHES = {"up": "向上", "down": "向下", "to the right": "向右", "to the left": "向左"}

NAMES: dict[str, str] = {
    **_KINDS,
    **{f"{kind} {{what}}": f"{said}{{what}}" for kind, said in _KINDS.items()},
    **{f"the {kind}": said for kind, said in _KINDS.items()},
    **{f"the {kind} {{what}}": f"{said}{{what}}" for kind, said in _KINDS.items()},
    **{f"the {kind} showing {{what}}": f"显示{{what}}的{_KINDS[kind]}" for kind in _SHOWING},
    **{f"the empty {kind}": f"空的{_KINDS[kind]}" for kind in _EMPTY},
    **{f"{{what}} with the {name} button": f"用{said}键{{what}}" for name, said in _BUTTONS.items()},
    **{
        f"{{n}} {notch} {way}": f"{said} {{n}} 格"
        for way, said in _NOTCHES.items()
        for notch in ("notch", "notches")
    },
    **{
        f"Scroll {{n}} {notch} {way} {{what}}": f"在{{what}}{said}滚动 {{n}} 格"
        for way, said in _NOTCHES.items()
        for notch in ("notch", "notches")
    },
    "the place shown": "所示的位置",
    "on the screen": "屏幕上",
    "in the window {what}": "窗口{what}中",
    "Middle-click {what}": "用中键单击{what}",
    "Drag {what}": "拖动{what}",
    "{what} with {keys} held": "按住 {keys} {what}",
    "Type a text": "输入文字",
    "Read a text": "读取文字",
    "Paste what was copied": "粘贴所复制的内容",
    "Paste what was copied ({what})": "粘贴所复制的内容（{what}）",
    "Tick the check box": "勾选复选框",
    "Tick the check box {what}": "勾选复选框{what}",
    "Untick the check box": "取消勾选复选框",
    "Untick the check box {what}": "取消勾选复选框{what}",
    "Tick the check box, or not (column {name})": "是否勾选复选框（列 {name}）",
    "Tick the check box {what}, or not (column {name})": "是否勾选复选框{what}（列 {name}）",
    "Turn on to the month of the date of the day": "向后翻到当天所在的月份",
    "Turn back to the month of the date of the day": "向前翻到当天所在的月份",
    "the secret {what}": "机密{what}",
    "the secret {what} read from the screen": "从屏幕读取的机密{what}",
    "the {what} read from the screen": "从屏幕读取的{what}",
    "{what} (a running number)": "{what}（流水号）",
    "{what} (the date of the day)": "{what}（当天日期）",
    "{what} (made as {pattern})": "{what}（按 {pattern} 组成）",
    "{text} (day of the column {what})": "{text}（列 {what} 的日）",
    "the entry with {what}": "含{what}的条目",
    "{text} (column {what}, written {pattern})": "{text}（列 {what}，写作 {pattern}）",
    "{what} of the row": "该行的{what}",
    "Choose {what} of the row": "选择该行的{what}",
    "Type {what} of the row": "输入该行的{what}",
    "Use {what} of the row": "使用该行的{what}",
    "Scroll {what} of the row": "按该行的{what}滚动",
    "“{text}” and “{other}”": "“{text}”和“{other}”",
}
