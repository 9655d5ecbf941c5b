"""How a story is told: everything happens through the product's own operations, at its own time."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app import clock, sealing, worker
from app.access import Visitor
from app.community.models import Membership
from app.deliberation import operations as talk
from app.deliberation.models import Stance
from app.demo.places import Town
from app.polls import closing, counting
from app.polls import operations as polls
from app.polls.models import Elector, Poll
from app.proposals import operations as proposals
from app.proposals.models import AnswerKind, Category, Confirmation, Proposal
from app.ratings import operations as ratings
from app.ratings.models import RatingAsk, RatingRound
from app.volunteering import ending
from app.volunteering import operations as volunteering
from app.volunteering.models import Shift, SignUp, SignUpState
from tenants import db


@contextmanager
def at(town: Town, moment: datetime) -> Iterator[None]:
    """Something happens in the town at a moment; it is final when the block ends."""
    with clock.at(moment), db.as_community(town.community.id):
        yield
        db.commit()


def tick(town: Town, moment: datetime) -> None:
    """What falls due by itself up to a moment: rolls, counts, closings."""
    with clock.at(moment):
        worker.run_jobs(town.community.id)


def who(town: Town, person: str | Membership) -> Visitor:
    """A visitor as a request would carry it."""
    membership = town.cast[person] if isinstance(person, str) else person
    posts = (town.posts[person],) if isinstance(person, str) and person in town.posts else ()
    return Visitor(membership=membership, posts=posts, community=town.community)


def again(model: type, row: Any) -> Any:
    """The row as this binding sees it."""
    return db.session.scalars(select(model).where(model.id == row.id)).one()  # type: ignore[attr-defined]


def propose(
    town: Town, moment: datetime, person: Any, title: str, text: str, category: Category, place: str = ""
) -> Proposal:
    with at(town, moment):
        return proposals.propose(who(town, person), title, text, category=category, place=place)


def ask(
    town: Town, moment: datetime, person: Any, title: str, category: Category, place: str = "", text: str = ""
) -> Proposal:
    with at(town, moment):
        return proposals.ask(who(town, person), title, text, category=category, place=place)


def support(town: Town, moment: datetime, proposal: Proposal, people: Sequence[Membership]) -> None:
    with at(town, moment):
        row = again(Proposal, proposal)
        for person in people:
            proposals.endorse(who(town, person), row)


def answer(
    town: Town, moment: datetime, proposal: Proposal, text: str, due: datetime | None = None,
    kind: AnswerKind = AnswerKind.ACCEPT, body: str = "",
) -> None:  # fmt: skip
    with at(town, moment):
        due = due and clock.due_after_days(due, 0, town.community.zone)
        proposals.answer(who(town, "committee"), again(Proposal, proposal), kind, text, body=body, due=due)


def talk_opens(town: Town, moment: datetime, proposal: Proposal, days: int = 7) -> None:
    with at(town, moment):
        closes = clock.due_after_days(moment, days, town.community.zone)
        proposals.schedule(who(town, "committee"), again(Proposal, proposal), closes)


def say(town: Town, moment: datetime, proposal: Proposal, person: Any, stance: Stance, text: str) -> None:
    with at(town, moment):
        talk.speak(who(town, person), again(Proposal, proposal), stance, text)


def vote(town: Town, asked: polls.Question, noticed: datetime) -> Poll:
    """Draft and notice a poll."""
    with at(town, noticed):
        if asked.proposal is not None:
            asked.proposal = again(Proposal, asked.proposal)
        poll = polls.draft(who(town, "committee"), asked)
        polls.notice(who(town, "committee"), poll)
        return poll


def cast(town: Town, poll: Poll, choices: Sequence[Sequence[str]], *, paper_every: int = 4) -> None:
    """The given choices, one a household, by the first residents on the roll; some of them on paper."""
    with at(town, poll.opens_at + timedelta(hours=9)):
        row = again(Poll, poll)
        if row.roll_made_at is None:
            closing.make_roll(row)
        electors = {one.unit_id: one for one in db.session.scalars(select(Elector).where(Elector.poll_id == row.id))}
        length = counting.payload_length(row.rule)
        order = list(town.residents)
        town.chance.shuffle(order)
        for place, (person, choice) in enumerate(zip(order, choices, strict=False)):
            elector = electors[person.household_id if row.unit_kind.value == "household" else person.id]
            elector.membership_id = person.id
            elector.counts = person.counts
            elector.channel = "paper" if place % paper_every == 0 else "web"
            elector.sealed = sealing.seal(
                row.seal_public, counting.payload(counting.check_choice(row.rule, choice)), length
            )


def done(town: Town, moment: datetime, proposal: Proposal, text: str) -> None:
    with at(town, moment):
        proposals.claim_done(who(town, "committee"), again(Proposal, proposal), text)


def confirm(town: Town, moment: datetime, proposal: Proposal, fixed: Sequence[bool]) -> None:
    """The first of those asked reply as given; the deadline decides where some stay silent."""
    with at(town, moment):
        row = again(Proposal, proposal)
        query = select(Confirmation, Membership).join(Membership, Membership.id == Confirmation.membership_id)
        query = query.where(Confirmation.proposal_id == row.id, Confirmation.fixed.is_(None)).order_by(Confirmation.id)
        people = [person for _, person in db.session.execute(query)]
        for person, yes in zip(people, fixed, strict=False):
            proposals.confirm(who(town, person), row, fixed=yes)


def shift(
    town: Town, posted: datetime, title: str, starts: datetime, hours: float, places: int, place: str, *, came: int | None = None,
    signed: int = 0, met: bool | None = None, proposal: Proposal | None = None, risky: bool = False, text: str = "",
) -> Shift:  # fmt: skip
    """A shift with so many people signed up; of a past one, how many came and whether it helped."""
    with at(town, posted):
        receiver = town.cast["resident"].id
        plan = volunteering.Plan(
            title, starts, starts + timedelta(hours=hours), places, place=place, text=text, receiver_id=receiver,
            proposal_id=proposal and proposal.id, risky=risky, insured=risky,
        )  # fmt: skip
        row = volunteering.post(who(town, "grid"), plan)
        people = town.chance.sample(town.residents, min(places, signed or came or 0))
        for person in people:
            volunteering.sign_up(who(town, person), row)
    if came is not None:
        _after(town, row, starts + timedelta(hours=hours + 1), came, met)
    return row


def _after(town: Town, row: Shift, moment: datetime, came: int, met: bool | None) -> None:
    with at(town, moment):
        held = again(Shift, row)
        signed = db.session.scalars(
            select(SignUp).where(SignUp.shift_id == held.id, SignUp.state == SignUpState.CONFIRMED)
        )
        for place, one in enumerate(signed):
            ending.mark(who(town, "grid"), held, one, came=place < came)
        if met is not None:
            ending.confirm_receipt(who(town, "resident"), held, met=met)


def rated(town: Town, starts: datetime, stars: dict[int, Sequence[int]]) -> RatingRound:
    """A round with answers: per question the counts of one to five stars, dealt out over those drawn."""
    with at(town, starts):
        held = ratings.start(who(town, "supervision"))
    with at(town, starts + timedelta(days=3)):
        asks = list(db.session.scalars(select(RatingAsk).where(RatingAsk.round_id == held.id)))
        asks.sort(key=lambda ask: ask.membership_id.bytes)
        town.chance.shuffle(asks)
        hands = {q: [star for star, count in enumerate(counts, 1) for _ in range(count)] for q, counts in stars.items()}
        for hand in hands.values():
            town.chance.shuffle(hand)
        post = town.posts["grid"].id
        for place in range(max(map(len, hands.values()))):
            given = {q: hand[place] if place < len(hand) else None for q, hand in hands.items()}
            payload = {f"q{q}": given.get(q) for q in ratings.QUESTIONS}
            payload["post"] = post.hex if payload["q4"] else None
            asks[place].sealed = sealing.seal(held.seal_public, payload, ratings.LENGTH)
    return held
