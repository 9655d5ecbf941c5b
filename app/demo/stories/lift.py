"""Story 1, 泉和社区: a lift for an old walk-up, as far as its talk."""

from app.demo.telling import Story

# fmt: off


def tell(s: Story) -> None:
    lift = s.propose(20, 866, "lift", "7 号楼 2 单元", "7 号楼 2 单元加装电梯",
        "二单元 12 户里有 6 位七十岁以上老人。申请外挂电梯，费用按楼层分摊，一层不出资，二层出一半。")
    lift.support(18, range(860, 881))
    lift.answer(16, "同意列入议程，已约电梯公司、消防和一层住户三方到场。")
    s.shift(12, "帮提菜", "7 号楼下", on=8, at=9, hours=2, places=2, came=2)
    lift.talk(6, until=-8)
    lift.say(5, 861, "for", "老人下楼看病靠人背。可以提公积金，算下来每户不多。", agree=14, disagree=3, unsure=2)
    lift.say(4, 870, "against", "一层挡光，冬天本来就没太阳。噪声谁来管？", agree=6, disagree=5, unsure=4)
    lift.say(3, 872, "amend", "改成错层入户、加隔声，一层补偿写进协议，我就同意。", agree=17, disagree=1, unsure=3)
    s.shift(2, "帮提菜", "7 号楼下", on=-2, at=9, hours=2, places=2, signed=1)
