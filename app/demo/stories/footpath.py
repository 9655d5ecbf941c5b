"""Story 6, 舜安社区: a footpath to the next village; neighbours are asked what they think, a department above takes it on."""

from app.demo.telling import Story

# fmt: off


def tell(s: Story) -> None:
    path = s.propose(36, "neighbour", "path", "小区后门到南山里村口", "从小区后门到南山里村口修一条 2.1 公里步道",
        "现在去村口只能走车道。沿线两块地是南山里村的，要和村里商量着来。")
    path.support(34, range(200, 226))
    path.answer(33, "同意列入议程，已请南山里村一起商量。")
    path.talk(30, until=22)
    path.say(29, 230, "for", "带孩子走，不用再贴着车道。", agree=18, disagree=1, unsure=2)
    path.say(28, 231, "against", "村里人说踩果树，夜里还吵。", agree=9, disagree=4, unsure=3)
    path.say(27, 232, "amend", "22 点关灯，绕开那两块地。", agree=24, disagree=1)
    path.notice(16, "STRAW", "修这条步道，22 点关灯、绕开两块地，您支持吗？",
        "这里只征求意见，没有约束力。步道用地归区里管理，结果转给区园林部门。", opens=12, closes=5, decider="government")
    path.cast(12, {"yes": 142, "no": 46, "abstain": 12})

    look = s.ask(10, 233, "path", "小区后门", "步道要经过的坡地归谁管")
    look.transfer(9, "gardens", "坡地由区园林管理，已转办，约定一起去看。")
    look.taken_on(8)

    s.shift(9, "清枯枝", "步道沿线", on=7, at=9, hours=2, places=25, came=25)
    s.shift(9, "清枯枝", "步道沿线", on=-4, at=9, hours=2, places=25, signed=12)
