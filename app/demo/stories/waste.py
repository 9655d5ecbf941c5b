"""Story 4, 泉和社区: twelve waste points become five, by a vote of households; a weak grid gets a remedy."""

from app.demo.telling import Story

# fmt: off


def tell(s: Story) -> None:
    waste = s.propose(176, "neighbour", "garbage", "全社区", "垃圾投放点由 12 个并为 5 个",
        "现在 12 个点夏天气味大，没有人看。点位都在市政路边。建议写进居民公约：只用 5 个点，早晚各开两小时，另设一个误时点。")
    s.follow(waste)
    waste.support(174, range(100, 125))
    waste.answer(172, "同意列入议程。请绿邻环保服务中心和各网格一起商量点位。")
    waste.talk(168, until=158)
    waste.say(166, 210, "for", "异味少了，孩子放学路过不用捂鼻子。", agree=31, disagree=6, unsure=4)
    waste.say(165, 512, "against", "我上夜班，早晚两个时段都赶不上。", agree=22, disagree=3, unsure=9)
    waste.say(164, 733, "amend", "误时点全天开放，加一盏灯，我就同意。", agree=44, disagree=2, unsure=5)
    waste.say(163, "organisation", "comment", "我们可以派督导员，头一个月每个点都有人。", agree=27, unsure=3)
    waste.say(162, "resident", "for", "并点以后清运车少跑几趟，早上也安静。", agree=12, disagree=4, unsure=2)
    waste.notice(155, "COMM-HH", "居民公约添一条：垃圾定时投放，12 个点并为 5 个，试行 60 天",
        "早 6:30–8:30、晚 18:00–20:00 开放；误时点 24 小时开放并加装照明；试行 60 天后评估。", opens=146, closes=132, deliver=45)
    waste.cast(146, {"yes": 611, "no": 338, "abstain": 33})
    s.shift(128, "投放点督导", "各投放点", on=120, at=7, hours=2, places=30, came=27, of=waste)
    s.shift(128, "投放点督导", "各投放点", on=120, at=18, hours=2, places=30, came=26, of=waste)
    waste.done(104, "5 个投放点和误时点都已启用，误时点照明已装好；首周需求满足率 88%。")
    waste.confirm(100, yes=16, no=5)

    s.rate(116, (3, 8, 20, 38, 19), (5, 12, 19, 29, 23), (2, 6, 18, 40, 22), (1, 4, 9, 18, 10))
    s.post(98, "第三网格增设一处误时点", "评议里第三网格的满意度最低。我们在 14 号楼北侧增设一处误时点，全天开放。")
