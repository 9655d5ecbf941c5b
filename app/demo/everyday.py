"""Everyday requests and small shifts, over the last three quarters: what makes up most of a community's life."""

from app.demo.telling import Story

REQUESTS = {  # title, category, what was done
    "cn": (
        ("楼道灯坏了", "lamp", "报修后已换灯泡。"), ("单元门锁不上", "other", "锁芯已换，钥匙在服务台领。"),
        ("水管漏水", "water", "阀门已换，地面已清。"), ("非机动车挡住出口", "parking", "已挪车并划线。"),
        ("井盖松动", "path", "已固定并试踩。"), ("垃圾桶满了没人收", "garbage", "清运时间已加一趟。"),
    ),
    "generic": (
        ("Stair light is out", "lamp", "The bulb was changed."), ("Front door does not lock", "other", "The lock was replaced."),
        ("Tap in the yard drips", "water", "A new washer is in."), ("Bikes block the ramp", "parking", "The ramp is marked and clear."),
        ("Loose paving stone", "path", "It was set again."), ("Bins overflow on Mondays", "garbage", "There is one more collection."),
    ),
}  # fmt: skip
WILL = {"cn": "已受理，安排维修。", "generic": "Taken on; the repair is arranged."}
BLOCK = {"cn": "{} 号楼", "generic": "block {}"}
SAID = {"cn": "{}{}", "generic": "{1} ({0})"}
HELP = {"cn": ("帮独居老人买菜", "楼下"), "generic": ("Shop for someone who cannot", "Mill Lane")}


def requests(s: Story, count: int) -> None:
    """So many requests, from 230 days ago to 14 days ago; nine in ten answered in time, most confirmed."""
    profile, residents = s.town.plan.profile, len(s.town.residents)
    for turn in range(count):
        days, late, again = 230 - turn * 214 // max(count - 1, 1), turn % 10 == 4, turn % 9 == 3
        title, category, result = REQUESTS[profile][turn % 6]
        where = BLOCK[profile].format(turn * 7 % 40 + 1)

        item = s.ask(days, (turn * 37 + 11) % residents, category, where, SAID[profile].format(where, title))
        item.answer(days - (11 if late else 2), WILL[profile], due=days - 13)
        item.done(days - (13 if late else 9), result)
        item.confirm(days - 13, yes=not again, no=again, hour=20)
        if again:  # not fixed the first time, put right a day later
            item.done(days - 14, result, hour=9)
            item.confirm(days - 14, yes=1, hour=18)


def shifts(s: Story, count: int) -> None:
    """Small shifts, one every other week: two places, nearly always filled, confirmed by those helped."""
    title, place = HELP[s.town.plan.profile]
    for turn in range(count):
        came, met = 2 if turn % 5 else 1, turn % 6 != 2
        among = ("neighbour",) if turn % 4 == 1 else ()
        s.shift(
            13 + turn * 14, title, place, on=10 + turn * 14, at=9, hours=2, places=2, came=came, met=met, among=among
        )
