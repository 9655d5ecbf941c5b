"""泉和社区 on the day it is loaded: a vote to take part in, a repair to confirm, shifts that need people."""

from app.demo.telling import Story

# fmt: off


def tell(s: Story) -> None:
    music = s.propose(30, "resident", "other", "小广场", "小广场晚上九点半后音响关小", "跳舞是好事，孩子第二天要上学。九点半以后关小，十点关。")
    music.support(28, range(20, 42))
    music.answer(26, "同意列入议程，请舞队和附近住户一起来谈。")
    music.talk(24, until=16)
    music.notice(12, "COMM-HH", "居民公约添一条：小广场音响九点半关小，十点关",
        "每天晚上九点半关小，十点关；先试三个月，舞队和附近住户各推两位一起看。", opens=3, closes=-4, at=20, deliver=40)
    music.cast(3, {"yes": 640, "no": 130, "abstain": 36})

    lamp = s.ask(19, "resident", "lamp", "3 号楼东侧", "3 号楼东侧路灯不亮")
    lamp.answer(18, "已报修，换灯头。", due=10)
    lamp.done(2, "灯头已换，昨晚亮了。")

    s.ask(3, "neighbour", "water", "5 号楼一单元", "5 号楼下水堵了")
    s.ask(1, 77, "lamp", "东门", "东门夜间太暗")

    light = s.propose(4, "neighbour", "lamp", "9 号楼西侧", "误时点到 9 号楼的路加一盏灯", "晚上十点以后丢垃圾要摸黑走一段，老人摔过。")
    light.support(3, range(500, 506))

    cars = s.ask(9, 640, "parking", "南门", "消防通道口常停车")
    cars.transfer(7, "fire", "消防通道由消防管理，已转交并约定联合查看。")
    cars.taken_on(6)

    s.shift(2, "搬车劝导", "南门", on=-1, at=19, hours=2, places=4, signed=2)
    s.shift(2, "投放点督导", "误时点", on=-5, at=18, hours=2, places=6, signed=3)

    s.rate(5, (1, 2, 6, 11, 5), (1, 3, 6, 10, 4), (0, 2, 5, 11, 6), (0, 1, 3, 5, 2))
    s.post(2, "周五 8:00–12:00 停水", "二次供水水箱清洗，第二、第三网格停水四小时，请提前接水。", pinned=True)
    s.post(9, "上季度居务公开", "公共收益收支、低保复核、公益金使用情况见公告栏和本页附表。")
