"""Story 5, 望岳社区: 30,000 yuan, five ideas, three that won; one lamp is sent back and put right."""

from app.demo.telling import Story

# fmt: off


def tell(s: Story) -> None:
    fund = s.propose(150, "neighbour", "fund", "全社区", "3 万元微基金怎么花？", "大家提了 12 个点子，合并成 5 项，一起来选。")
    fund.support(148, range(60, 68))
    fund.answer(147, "同意，用社区微基金 3 万元，按大家选的办。")
    fund.talk(144, until=137)
    fund.say(142, 300, "for", "先装灯：老人夜里在楼道摔过。", agree=23, disagree=1, unsure=2)
    fund.say(141, 410, "against", "长椅别放窗下，招人夜聊。", agree=9, disagree=8, unsure=5)
    fund.notice(134, "FUND", "3 万元微基金怎么花？", "微基金是街道拨给居民自己用的钱。可多选。选得多的先办，到 3 万元为止；投票结束后 45 天内办完。",
        opens=126, closes=116, deliver=45, budget=3_000_000, options=[
            ("楼道声控灯", 1_200_000), ("楼梯扶手", 900_000), ("休息长椅", 600_000), ("快递架", 800_000), ("花箱", 500_000)])
    fund.cast(126, {"1 2": 92, "1 3": 61, "2 3": 31, "4": 14, "1 5": 10, "3": 6})
    s.shift(98, "装灯那天看护现场", "1–6 号楼", on=92, at=9, hours=3, places=4, came=4, of=fund)
    fund.done(84, "声控灯、扶手、长椅都已装好；支出 2.7 万元，票据附后。")
    fund.confirm(82, yes=8, no=1)

    for block in range(1, 7):
        lamp = s.ask(90, block * 50, "lamp", f"{block} 号楼", f"{block} 号楼的新声控灯亮了吗")
        lamp.answer(89, "装好后请您看一眼。", due=80)
        lamp.done(83, "灯已装好。")
        if block != 4:
            lamp.confirm(81, yes=1)
            continue
        lamp.confirm(81, no=1)
        lamp.done(76, "接线重做，已亮。")
        lamp.confirm(75, yes=1)

    s.rate(118, (1, 4, 10, 24, 13), (1, 4, 10, 21, 16), (0, 3, 9, 25, 15), (0, 2, 5, 12, 6))
