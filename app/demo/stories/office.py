"""What lies on every office's table: someone to verify, a letter out, words that were reported, an answer sent back."""

from typing import Any

from app.demo.telling import Story

# fmt: off

TEXTS: dict[str, dict[str, Any]] = {
    "cn": {
        "door": ("3", "2", "402"), "block": "2 号楼", "parcels": "快递堆满楼道", "asked": "已提醒快递员放到架上。", "full": "只提醒没有用，架子不够放。",
        "shelf": "同意，门厅再装一个快递架。", "up": "快递架已装好，楼道清空了。",
        "playground": "小广场", "slide": "滑梯下面换软垫", "hard": "地面太硬，孩子摔过两次。", "agenda": "同意列入议程。", "parents": "家长来看过，软垫比新滑梯要紧。",
        "rude": "反对的人就是没养过孩子，不配说话。", "insult": "这是骂人。", "persons": "说的是人，不是事。", "sorry": "我当时急了，可以改。",
        "greedy": "那几户就知道占便宜。", "groundless": "没有根据地说邻居。",
        "offer": "软垫我们出一半。", "thanks": "谢谢，这样就差不多够了。", "measured": "量过了，一共十二平方米。", "two": "两块拼起来正好。", "bills": "买好后票据会贴出来。", "good": "好，大家看得见。",
        "keys": "东门捡到钥匙", "whose": "像是 5 号楼 301 老人的，请来服务台领。", "private": "不该写出门牌。",
    },
    "generic": {
        "door": ("3", "2", "402"), "block": "block 2", "parcels": "Parcels block the stairs", "asked": "The couriers were asked to use the shelf.", "full": "Asking does not help; the shelf is full by noon.",
        "shelf": "Agreed: a second shelf in the hall.", "up": "The second shelf is up, and the stairs are clear.",
        "playground": "Playground", "slide": "Soft ground under the slide", "hard": "The ground is hard; two children have fallen.", "agenda": "Taken on: it goes on the agenda.", "parents": "Parents came to look: soft ground matters more than a new slide.",
        "rude": "Whoever is against this has never raised a child and should keep quiet.", "insult": "This is an insult.", "persons": "It is about people, not about the matter.", "sorry": "I was angry; I would put it differently.",
        "greedy": "Those few only want something for nothing.", "groundless": "Says things about neighbours without any ground.",
        "offer": "We pay for half of the ground.", "thanks": "Thank you, then it is nearly enough.", "measured": "Measured: twelve square metres.", "two": "Two mats side by side would do.", "bills": "The bills will hang on the board.", "good": "Good, then everyone can see them.",
        "keys": "Keys found at the gate", "whose": "They may belong to the old lady at block 5, 301. Please ask at the office.", "private": "Nobody needs to know the door.",
    },
}


def tell(s: Story) -> None:
    t = TEXTS[s.town.plan.profile]
    s.arrive(2, *t["door"])
    s.invite(6, 45)
    s.looked_at(9)
    s.read(6)

    parcels = s.ask(25, "resident", "other", t["block"], t["parcels"])
    parcels.answer(24, t["asked"], due=18)
    parcels.send_back(23, "resident", t["full"])
    parcels.answer(21, t["shelf"], due=14)
    parcels.done(17, t["up"])
    parcels.confirm(16, yes=1)

    slide = s.propose(22, 61, "other", t["playground"], t["slide"], t["hard"])
    slide.support(21, range(62, 92))
    slide.answer(20, t["agenda"])
    slide.talk(19, until=-3)
    slide.say(18, 63, "for", t["parents"], agree=11, disagree=1, unsure=2)
    slide.say(17, 64, "for", t["rude"])
    slide.report(16, 65, 1, t["insult"])
    slide.take_down(15, 1, t["persons"])
    slide.appeal(14, 64, t["sorry"])
    slide.decide(12, t["persons"])
    for days, person, text, answer in ((11, "organisation", "offer", "thanks"), (9, "grid", "measured", "two"), (7, "supervision", "bills", "good")):
        slide.say(days, person, "comment", t[text])
        slide.reply(days - 1, 61, t[answer])
    slide.say(5, "neighbour", "amend", t["greedy"])
    slide.report(4, 66, 1, t["groundless"])
    slide.take_down(2, 1, t["persons"])
    slide.say(2, 67, "against", t["greedy"])
    slide.report(1, 68, 1, t["groundless"])

    s.post(5, t["keys"], t["whose"])
    s.report(1, 70, 2, t["private"])
