"""Riverside on the day it is loaded: a vote to take part in, a repair to confirm, shifts that need people."""

from app.demo.telling import Story

# fmt: off


def tell(s: Story) -> None:
    lane = s.propose(33, "resident", "path", "Mill Lane", "Close Mill Lane to through traffic on Sundays",
        "Children play there anyway. A movable barrier from ten to six would make it safe.")
    lane.support(31, range(20, 28))
    lane.answer(30, "Taken on: it goes on the agenda.")
    lane.talk(26, until=18)
    lane.notice(13, "STRAW", "Should Mill Lane be closed to through traffic on Sundays?",
        "Ten to six, with a movable barrier; residents' cars pass. The city decides about traffic; this tells it what we think.",
        opens=4, closes=-5, at=20, decider="city")
    lane.cast(4, {"yes": 96, "no": 41, "abstain": 6})

    lamp = s.ask(20, "resident", "lamp", "Mill Lane 9", "Lamp at number 9 is out")
    lamp.answer(19, "Reported; the bulb is on its way.", due=9)
    lamp.done(2, "The bulb was changed; it was on last night.")

    s.ask(3, "neighbour", "water", "Underpass", "Water stands by the underpass")

    tools = s.propose(4, "neighbour", "other", "Boathouse", "A tool library in the old boathouse",
        "Nobody needs a drill of their own. The club would lend the room.")
    tools.support(3, range(60, 63))

    s.shift(2, "Carry shopping up the hill", "Mill Lane shop", on=-1, at=10, hours=2, places=3, signed=1)
    s.shift(2, "Clear the towpath", "Bridge", on=-6, at=9, hours=3, places=8, signed=4)

    s.rate(4, (0, 2, 5, 9, 4), (0, 2, 5, 8, 5), (0, 1, 5, 9, 5), (0, 1, 2, 4, 2))
    s.post(3, "Water off on Friday, 8 to 12", "The main under Mill Lane is being renewed. Please fill a jug on Thursday evening.", pinned=True)
    s.post(10, "Accounts of the last quarter", "What came in, what went out, and the bills, are on the board in Mill Lane and here.")
