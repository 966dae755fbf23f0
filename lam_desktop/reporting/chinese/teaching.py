"""What `lam teach` says of what was shown during runs."""

TEACHING: dict[str, str] = {
    "There is nothing to learn from yet: nobody has pointed at a place, or done a step with one click, where"
    " a run asked.": "还没有可学习的内容：在运行提问时，还没有人指出过位置或用一次单击完成过步骤。",
    "Later runs rely on {n} of {total} places that you showed.": (
        "以后的运行将依据您所示的 {total} 处位置中的 {n} 处。"
    ),
    "Nothing of what you showed was taken up: {why}": "没有采用您所示的任何位置：{why}",
    "Nothing was learned, and it was not said why; try again.": "没有学到任何内容，也没有说明原因；请重试。",
    "It could not be tried on what else was shown: a value that it needs is not known there.": (
        "无法在其他演示过的画面上试验：那里缺少它所需的值。"
    ),
    "What was taught to the task is too much to be held at once: the oldest places that you showed are left"
    " out. Remove some of its corrections, and teach it anew.": (
        "此任务所学的内容过多，无法一次装入：您最早所示的位置已略去。请删除其中一些更正，然后重新学习。"
    ),
    "There are {n} newer ones of this step.": "此步骤已有 {n} 个更新的位置。",
    "Newer ones are as much as a run can hold at once.": "较新的位置已达到一次运行所能装入的上限。",
    "Its screen is damaged.": "它的屏幕画面已损坏。",
    "It was not done with one click on something that was recognised.": (
        "它不是在已识别的元素上一次单击完成的。"
    ),
    "It was not seen that the row went on by it.": "没有看到该行因此继续。",
    "The task has no such step any more.": "任务已没有此步骤。",
    "Only what is clicked has a place of its own.": "只有单击的步骤才有自己的位置。",
    "What is chosen follows the row.": "所选内容随行而变。",
    "The step has no place of its own.": "此步骤没有自己的位置。",
    "It is an entry of an open list or menu.": "它是已打开的列表或菜单中的一项。",
    "What the demonstration shows beside it names the row's record.": "示范中它旁边的内容标明了该行的记录。",
    "What stands beside it names the row's record.": "它旁边的内容标明了该行的记录。",
    "It is called by a number, which may be of one record.": "它的名称含有数字，可能只属于一条记录。",
    "It says something else than in the demonstration, and may be another record.": (
        "它的文字与示范不同，可能是另一条记录。"
    ),
    "It is one of several alike, and called otherwise than in the demonstration.": (
        "它是几个相似元素之一，且名称与示范不同。"
    ),
    "The same is there twice on that screen.": "该屏幕上有两个相同的元素。",
    "On its screen others find something else than what was shown there.": (
        "在它的屏幕上，其他位置找到的与所示的不同。"
    ),
    "On the screen of {where} it finds “{text}”, which was not meant there.": (
        "在{where}的屏幕上，它找到的是“{text}”，而那里所指的不是它。"
    ),
    "On the screen of {where} it finds another {kind}, which was not meant there.": (
        "在{where}的屏幕上，它找到的是另一个元素（{kind}），而那里所指的不是它。"
    ),
    "the demonstration": "示范",
}
