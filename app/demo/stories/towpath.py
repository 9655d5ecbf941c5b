"""Riverside: six lamps along the towpath, changed by those who want the dark, and voted by households."""

from app.demo.telling import Story

# fmt: off


def tell(s: Story) -> None:
    lamps = s.propose(170, "neighbour", "lamp", "Towpath", "Six low lamps along the towpath",
        "From the bridge to the mill it is dark from four in winter. Low lamps that shine down would be enough.")
    s.follow(lamps)
    lamps.support(168, range(100, 109))
    lamps.answer(166, "Taken on: it goes on the agenda, and the club is asked too.")
    lamps.talk(160, until=150)
    lamps.say(158, 120, "for", "I push a pram there every afternoon and cannot see the edge.", agree=16, disagree=2, unsure=1)
    lamps.say(157, 150, "against", "My bedroom looks onto the path; I want it dark at night.", agree=7, disagree=5, unsure=3)
    lamps.say(156, 160, "amend", "Switch them off from eleven to five and shield the house side.", agree=21, disagree=1, unsure=2)
    lamps.say(155, "organisation", "comment", "The club can pay for two of the six.", agree=14)
    lamps.notice(147, "COMM-HH", "Six shielded lamps on the towpath, off from eleven to five",
        "Low, shielded lamps from the bridge to the mill; the city has agreed to the spots, the club pays for two and our fund for four; done within 45 days.", opens=138, closes=126, deliver=45)
    lamps.cast(138, {"yes": 171, "no": 58, "abstain": 9})
    s.shift(100, "Walk the path after dark and note blind spots", "Bridge", on=96, at=18, hours=2, places=8, came=7, of=lamps)
    lamps.done(92, "All six lamps are in and shielded; they go off from eleven to five.")
    lamps.confirm(90, yes=7, no=1)

    s.rate(112, (1, 4, 10, 22, 13), (1, 3, 9, 21, 16), (0, 3, 9, 23, 15), (0, 2, 5, 11, 6))
