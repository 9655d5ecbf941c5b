"""Story 7, 泉和社区: the night of the flood, the watch that was voted after it, and what the owners must decide themselves."""

from app.demo.telling import Story

# fmt: off


def tell(s: Story) -> None:
    s.shift(71, "防汛沙袋装运", "地下车库入口", on=70, at=19, hours=4, places=12, came=12, risky=True, text="暴雨橙色预警，12 小时轮休，已投保。")
    s.shift(71, "独居老人敲门", "各楼栋", on=70, at=18, hours=3, places=18, came=18, text="一人负责两户，问一声、看一眼、留电话。")

    watch = s.propose(62, 333, "flood", "各楼栋", "汛期夜里各楼轮流值守",
        "今年沙袋搬了一夜，都是那几位老人。橙色预警的晚上，每栋楼两户轮值，十分钟就能叫齐人。")
    watch.support(60, range(300, 321))
    watch.answer(58, "同意列入议程，值守表由各楼自己排，社区备沙袋和雨衣。")
    watch.talk(50, until=42)
    watch.say(48, 303, "for", "半夜叫老人起来搬沙袋，真的不合适。", agree=19, disagree=1, unsure=2)
    watch.notice(40, "COMM-HH", "居民公约添一条：橙色预警的晚上，每栋楼两户轮值",
        "从橙色预警到解除，每栋楼两户轮值，看车库入口和一楼；值守表张贴在楼道。", opens=32, closes=22, deliver=60)
    watch.cast(32, {"yes": 902, "no": 96, "abstain": 21})

    barrier = s.question(21, "地下车库入口装防汛挡板，用公共收益付，您觉得合适吗？",
        "两处入口，预算 1.8 万元。公共收益归业主，由业主共同决定；这里只问问大家的想法，结果转给业主委员会。",
        opens=20, closes=13, decider="owners")
    barrier.cast(20, {"yes": 188, "no": 47, "abstain": 9})
