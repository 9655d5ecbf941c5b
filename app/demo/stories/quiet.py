"""What has just been proposed in the quieter communities: not enough yet for a score, and said so."""

from app.demo.telling import Story

# fmt: off


def bicycles(s: Story) -> None:
    roof = s.propose(5, "neighbour", "other", "南侧车棚", "自行车棚加雨篷", "下雨天车座全湿，老人擦不动。")
    roof.support(4, range(300, 303))


def weekends(s: Story) -> None:
    s.post(6, "冬季取暖安全提示", "使用炭火取暖的家庭请开窗，社区有免费的报警器可领。")
    room = s.propose(5, "neighbour", "other", "活动室", "活动室周末也开门", "孩子们周末没有地方写作业、下棋。")
    room.support(4, range(10, 13))
    weekends = s.question(3, "活动室周末开门，您会去吗？", "只是先问问，开不开再一起商量。", opens=2, closes=-5)
    weekends.cast(2, {"yes": 31, "no": 4, "abstain": 2})
    s.rate(40, (0, 1, 2, 5, 3), (0, 1, 3, 4, 3), (0, 0, 3, 5, 3), (0, 0, 1, 3, 2))
    s.shift(2, "活动室值班", "活动室", on=-3, at=9, hours=3, places=3, signed=1)
