"""Story 3, 望岳社区: cars park at night in an office's yard, agreed without a vote and tried for ninety days."""

from app.demo.telling import Story

# fmt: off


def tell(s: Story) -> None:
    yard = s.propose(68, 120, "parking", "设计院内", "夜间借用单位院子停车", "请设计院 19:00–7:00 开放 40 个车位。现在下班回来要绕三圈。")
    yard.support(66, range(121, 131))
    yard.answer(64, "已与设计院约谈，列入议程。")
    yard.talk(60, until=52)
    yard.say(58, "organisation", "comment", "我们同意夜间开放，违约三次的车退出，先试 90 天。", agree=21, unsure=2)
    yard.say(57, 131, "against", "早上不挪车怎么办？门岗担不起。", agree=8, disagree=4, unsure=3)
    yard.say(56, 132, "amend", "六点五十安排人提醒，用车位的户轮着来。", agree=26, disagree=1)
    yard.say(56, 133, "for", "晚上十点以后绕三圈是常事，早就该借。", agree=18, disagree=1)
    yard.say(55, 134, "for", "我五点半就走，从来不耽误人家上班。", agree=9)
    yard.say(54, 135, "comment", "出入口晚上要有灯，别磕着老人。", agree=7, unsure=1)
    yard.met(53, 131)
    yard.agree(50, due=30)
    s.shift(49, "早高峰提醒挪车", "设计院门口", on=40, at=6, hours=1, places=2, came=2, of=yard)
    yard.done(36, "40 个车位夜间开放，试行 90 天，到期日写在门口。")
    s.post(35, "夜间停车试行办法", "19:00–7:00 开放 40 个车位，试行 90 天；违约三次退出。")
    yard.confirm(34, yes=9, no=2)
    s.shift(3, "早高峰提醒挪车", "设计院门口", on=-2, at=6, hours=1, places=2, signed=1, of=yard)
