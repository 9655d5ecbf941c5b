"""Riverside: what to do with the £6,000 the street party left."""

from app.demo.telling import Story

# fmt: off


def tell(s: Story) -> None:
    fund = s.propose(80, 200, "fund", "All of Riverside", "What shall we do with the £6,000 left over?",
        "The street party left £6,000. Nine ideas came in; they make four.")
    fund.support(78, range(201, 207))
    fund.answer(77, "Taken on: whatever most people want comes first.")
    fund.talk(74, until=67)
    fund.say(72, 210, "for", "Benches: my father needs a rest halfway.", agree=12, disagree=1, unsure=2)
    fund.say(71, 211, "against", "No more planters, nobody waters the ones we have.", agree=9, disagree=4, unsure=1)
    fund.notice(64, "FUND", "What shall we do with the £6,000 left over?",
        "Pick as many as you like. What most people want comes first, up to £6,000.", opens=56, closes=46, deliver=40, budget=600_000,
        options=[("Two benches", 260_000), ("Bike pump and rack", 190_000), ("Noticeboard", 120_000), ("Planters", 150_000)])
    fund.cast(56, {"1 2": 48, "1 3": 33, "2 3": 14, "4": 11})
    s.shift(24, "Put up the noticeboard", "Mill Lane", on=20, at=10, hours=3, places=6, came=5, of=fund)
    fund.done(15, "Benches, pump and noticeboard stand. £5,700 was spent; the bills hang on the board.")
    fund.confirm(13, yes=6)
