"""Story 7, 泉和社区: the night of the flood, and the barrier that was voted after it."""

from app.demo.telling import Story

# fmt: off


def tell(s: Story) -> None:
    s.shift(71, "防汛沙袋装运", "地下车库入口", on=70, at=19, hours=4, places=12, came=12, risky=True, text="暴雨橙色预警，12 小时轮休，已投保。")
    s.shift(71, "独居老人敲门", "各楼栋", on=70, at=18, hours=3, places=18, came=18, text="一人负责两户，问一声、看一眼、留电话。")

    barrier = s.propose(62, 333, "flood", "地下车库", "车库入口装防汛挡板",
        "去年倒灌，今年沙袋搬了一夜。装可拆卸挡板，来雨十分钟就能装好。")
    barrier.support(60, range(300, 321))
    barrier.answer(58, "同意列入议程，挡板报价已附在公告栏。")
    barrier.talk(50, until=42)
    barrier.say(48, 303, "for", "半夜叫老人起来搬沙袋，真的不合适。", agree=19, disagree=1, unsure=2)
    barrier.notice(40, "common", "用公共收益为地下车库入口安装防汛挡板",
        "两处入口，预算 1.8 万元，用公共收益支付，账目附票据公开。", opens=32, closes=22, deliver=60)
    barrier.cast(32, {"yes": 902, "no": 96, "abstain": 21})
