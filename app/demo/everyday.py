"""Everyday requests, answered and confirmed over the last three quarters: what makes up most of a community's life."""

from app.demo.places import Town
from app.demo.telling import answer, ask, confirm, done, shift, tick
from app.proposals.models import Category

QUANHE = (
    ("楼道灯坏了", Category.LAMP, "报修后已换灯泡。"), ("单元门锁不上", Category.OTHER, "锁芯已换，钥匙在服务台领。"),
    ("水管漏水", Category.WATER, "阀门已换，地面已清。"), ("非机动车挡住出口", Category.PARKING, "已挪车并划线。"),
    ("井盖松动", Category.PATH, "已固定并试踩。"), ("垃圾桶满了没人收", Category.GARBAGE, "清运时间已加一趟。"),
)  # fmt: skip
RIVERSIDE = (
    ("Stair light is out", Category.LAMP, "The bulb was changed."), ("Front door does not lock", Category.OTHER, "The lock was replaced."),
    ("Tap in the yard drips", Category.WATER, "A new washer is in."), ("Bikes block the ramp", Category.PARKING, "The ramp is marked and clear."),
    ("Loose paving stone", Category.PATH, "It was set again."), ("Bins overflow on Mondays", Category.GARBAGE, "There is one more collection."),
)  # fmt: skip
WILL = {"cn": "已受理，安排维修。", "generic": "Taken on; the repair is arranged."}
BLOCK = {"cn": "{} 号楼", "generic": "Block {}"}


def requests(town: Town, kinds: tuple[tuple[str, Category, str], ...], count: int) -> None:
    """So many requests, from 230 days ago to 14 days ago; nine in ten answered in time, most confirmed."""
    profile = town.plan.profile
    for place in range(count):
        days = 230 - place * 214 // max(count - 1, 1)
        title, category, result = kinds[place % len(kinds)]
        person = town.residents[(place * 37 + 11) % len(town.residents)]
        where = BLOCK[profile].format(place * 7 % 40 + 1)
        item = ask(town, town.ago(days), person, f"{where} {title}", category, where)
        late = place % 10 == 4
        answer(town, town.ago(days - (11 if late else 2)), item, WILL[profile], town.ago(days - 13))
        done(town, town.ago(days - (13 if late else 9)), item, result)
        confirm(town, town.ago(days - 13, 20), item, [place % 9 != 3])
        if place % 9 == 3:  # not fixed the first time, put right a day later
            done(town, town.ago(days - 14, 9), item, result)
            confirm(town, town.ago(days - 14, 18), item, [True])
    tick(town, town.today)


HELP = {"cn": ("帮独居老人买菜", "楼下"), "generic": ("Shop for someone who cannot", "Mill Lane")}


def shifts(town: Town, count: int) -> None:
    """Small shifts, one every other week: two places, nearly always filled, confirmed by those helped."""
    title, place = HELP[town.plan.profile]
    for turn in range(count):
        days = 10 + turn * 14
        shift(
            town,
            town.ago(days + 3),
            title,
            town.ago(days, 9),
            2,
            2,
            place,
            signed=2,
            came=2 if turn % 5 else 1,
            met=turn % 6 != 2,
        )
