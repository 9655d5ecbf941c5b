"""Riverside: two stories in English, for a neighbourhood anywhere: lamps on the towpath, and a small fund."""

from app.board.operations import post
from app.community.models import Organisation, OrganisationKind, PostKind
from app.deliberation.models import Stance
from app.demo import everyday
from app.demo.places import Town, hold, settle
from app.demo.telling import (
    answer,
    ask,
    at,
    cast,
    confirm,
    done,
    propose,
    rated,
    say,
    shift,
    support,
    talk_opens,
    tick,
    vote,
    who,
)
from app.polls.operations import Question
from app.proposals.models import Category


def people(town: Town) -> None:
    town.cast["resident"], town.cast["neighbour"] = town.residents[3], town.residents[41]
    settle(town, "partner", "Tom Whitfield", household=3)
    for key, name in (
        ("committee", "Grace Okafor"),
        ("grid", "Sam Berg"),
        ("supervision", "Ruth Iversen"),
        ("organisation", "Leo Quill"),
    ):
        settle(town, key, name)
    hold(
        town,
        "committee",
        PostKind.COMMITTEE,
        "Chair of the committee",
        duty="Calls meetings, answers requests and proposals",
        hours="Mon to Fri, 9:00–17:00",
    )
    hold(
        town,
        "grid",
        PostKind.GRID_WORKER,
        "Block steward",
        grid_id=town.grids[0].id,
        duty="Meets newcomers, organises shifts",
    )
    hold(town, "supervision", PostKind.SUPERVISION, "Review board", duty="Hears appeals, reads the record")
    club = Organisation(name="Riverside Rowing Club", kind=OrganisationKind.SOCIAL_ORG)
    hold(town, "organisation", PostKind.ORGANISATION_SEAT, "Seat of the rowing club", organisation=club)


def tell(town: Town) -> str:
    people(town)
    lamps = _lamps(town)
    _fund(town)
    _today(town)
    everyday.requests(town, everyday.RIVERSIDE, count=40)
    everyday.shifts(town, 15)
    return f"/c/{town.plan.slug}/proposals/{lamps}"


def _lamps(town: Town) -> int:
    matter = propose(
        town,
        town.ago(170),
        "neighbour",
        "Six low lamps along the towpath",
        "From the bridge to the mill it is dark from four in winter. Low lamps that shine down would be enough.",
        Category.LAMP,
        "Towpath",
    )
    support(town, town.ago(168), matter, town.residents[100:109])
    answer(town, town.ago(166), matter, "Taken on: it goes on the agenda, and the club is asked too.")
    talk_opens(town, town.ago(160), matter, days=10)
    say(
        town,
        town.ago(158),
        matter,
        town.residents[120],
        Stance.FOR,
        "I push a pram there every afternoon and cannot see the edge.",
    )
    say(
        town,
        town.ago(157),
        matter,
        town.residents[150],
        Stance.AGAINST,
        "My bedroom looks onto the path; I want it dark at night.",
    )
    say(
        town,
        town.ago(156),
        matter,
        town.residents[160],
        Stance.AMEND,
        "Switch them off from eleven to five and shield the house side.",
    )
    say(town, town.ago(155), matter, "organisation", Stance.COMMENT, "The club can pay for two of the six.")
    asked = Question(
        "common",
        "Six shielded lamps on the towpath, off from eleven to five",
        "Low, shielded lamps from the bridge to the mill; the club pays for two; done within 45 days.",
        town.ago(138, 0),
        town.ago(126, 0),
        delivery_days=45,
        proposal=matter,
    )
    poll = vote(town, asked, town.ago(147))
    tick(town, town.ago(138, 1))
    cast(town, poll, [["yes"]] * 171 + [["no"]] * 58 + [["abstain"]] * 9)
    tick(town, town.ago(126, 1))
    shift(
        town,
        town.ago(100),
        "Walk the path after dark and note blind spots",
        town.ago(96, 18),
        2,
        8,
        "Bridge",
        signed=8,
        came=7,
        met=True,
        proposal=matter,
    )
    done(town, town.ago(92), matter, "All six lamps are in and shielded; they go off from eleven to five.")
    confirm(town, town.ago(90), matter, [True] * 7 + [False])
    rated(town, town.ago(112), {1: (1, 4, 10, 22, 13), 2: (1, 3, 9, 21, 16), 3: (0, 3, 9, 23, 15), 4: (0, 2, 5, 11, 6)})
    tick(town, town.ago(97, 3))
    return matter.number


def _fund(town: Town) -> None:
    matter = propose(
        town,
        town.ago(80),
        town.residents[200],
        "What shall we do with the 6,000 left over?",
        "The street party left 6,000. Nine ideas came in; they make four.",
        Category.FUND,
        "All of Riverside",
    )
    support(town, town.ago(78), matter, town.residents[201:207])
    answer(town, town.ago(77), matter, "Taken on: whatever most people want comes first.")
    talk_opens(town, town.ago(74), matter)
    say(town, town.ago(72), matter, town.residents[210], Stance.FOR, "Benches: my father needs a rest halfway.")
    say(
        town,
        town.ago(71),
        matter,
        town.residents[211],
        Stance.AGAINST,
        "No more planters, nobody waters the ones we have.",
    )
    options = [
        ("Two benches", 260_000),
        ("Bike pump and rack", 190_000),
        ("Noticeboard", 120_000),
        ("Planters", 150_000),
    ]
    asked = Question(
        "money",
        "What shall we do with the 6,000 left over?",
        "Pick as many as you like. What most people want comes first, up to 6,000.",
        town.ago(56, 0),
        town.ago(46, 0),
        options=options,
        budget=600_000,
        delivery_days=40,
        proposal=matter,
    )
    poll = vote(town, asked, town.ago(64))
    tick(town, town.ago(56, 1))
    cast(town, poll, [["1", "2"]] * 48 + [["1", "3"]] * 33 + [["2", "3"]] * 14 + [["4"]] * 11)
    tick(town, town.ago(46, 1))
    shift(
        town,
        town.ago(24),
        "Put up the noticeboard",
        town.ago(20, 10),
        3,
        6,
        "Mill Lane",
        signed=6,
        came=5,
        met=True,
        proposal=matter,
    )
    done(
        town, town.ago(15), matter, "Benches, pump and noticeboard stand. 5,700 was spent; the bills hang on the board."
    )
    confirm(town, town.ago(13), matter, [True] * 6)


def _today(town: Town) -> None:
    quiet = propose(
        town,
        town.ago(33),
        "resident",
        "Close Mill Lane to through traffic on Sundays",
        "Children play there anyway. A movable barrier from ten to six would make it safe.",
        Category.PATH,
        "Mill Lane",
    )
    support(town, town.ago(31), quiet, town.residents[20:28])
    answer(town, town.ago(30), quiet, "Taken on: it goes on the agenda.")
    talk_opens(town, town.ago(26), quiet, days=8)
    asked = Question(
        "common",
        "Close Mill Lane to through traffic on Sundays",
        "Ten to six, with a movable barrier; residents' cars pass; tried for three months.",
        town.ago(4, 0),
        town.ahead(5, 20),
        delivery_days=30,
        proposal=quiet,
    )
    poll = vote(town, asked, town.ago(13))
    tick(town, town.ago(4, 1))
    me, town.residents = town.residents, [one for one in town.residents if one.id != town.cast["resident"].id]
    cast(town, poll, [["yes"]] * 96 + [["no"]] * 41 + [["abstain"]] * 6)
    town.residents = me
    lamp = ask(town, town.ago(20), "resident", "Lamp at number 9 is out", Category.LAMP, "Mill Lane 9")
    answer(town, town.ago(19), lamp, "Reported; the bulb is on its way.", town.ago(9))
    done(town, town.ago(2), lamp, "The bulb was changed; it was on last night.")
    ask(town, town.ago(3), "neighbour", "Water stands by the underpass", Category.WATER, "Underpass")
    fresh = propose(
        town,
        town.ago(4),
        "neighbour",
        "A tool library in the old boathouse",
        "Nobody needs a drill of their own. The club would lend the room.",
        Category.OTHER,
        "Boathouse",
    )
    support(town, town.ago(3), fresh, town.residents[60:63])
    shift(town, town.ago(2), "Carry shopping up the hill", town.ahead(1, 10), 2, 3, "Mill Lane shop", signed=1)
    shift(town, town.ago(2), "Clear the towpath", town.ahead(6, 9), 3, 8, "Bridge", signed=4)
    rated(town, town.ago(4), {1: (0, 2, 5, 9, 4), 2: (0, 2, 5, 8, 5), 3: (0, 1, 5, 9, 5), 4: (0, 1, 2, 4, 2)})
    with at(town, town.ago(3)):
        post(
            who(town, "committee"),
            "Water off on Friday, 8 to 12",
            "The main under Mill Lane is renewed. Please fill a jug on Thursday evening.",
            pinned=True,
        )
    with at(town, town.ago(10)):
        post(
            who(town, "committee"),
            "Accounts of the last quarter",
            "What came in, what went out, and the bills, are on the board in Mill Lane and here.",
        )
