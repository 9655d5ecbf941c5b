"""A matter on its way from the first word to the last: every step through the product's own operations, in its time."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.access import CommunityVisitor
from app.commitments import operations as promises
from app.commitments.models import Commitment, Confirmation
from app.community.models import Membership
from app.core import clock
from app.deliberation import operations as talk
from app.deliberation.models import ReactionKind, Stance, Statement
from app.demo.town import Person, Town, again, told
from app.moderation import operations as moderation
from app.moderation.models import Appeal, Report, Ruling
from app.oversight.operations import answer_for_body
from app.polls import operations as polls
from app.polls.models import Poll
from app.polls.rule import read_hash
from app.proposals import operations as proposals
from app.proposals.models import AnswerKind, Category, Kind, Proposal, Transfer
from app.proposals.operations import transfers
from tenants import bodies, db


class Matter:
    """A request or a proposal; the first argument of each step is how many days ago it was taken."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.row: Proposal
        self.poll: Poll
        self.said: Statement  # last

    @property
    def _now(self) -> Proposal:
        return again(Proposal, self.row)

    @property
    def _committee(self) -> CommunityVisitor:
        return self.town.who("committee")

    @told
    def write(self, _days: float, kind: Kind, person: Person, category: str, place: str, title: str, text: str) -> None:
        said = proposals.propose if kind is Kind.PROPOSAL else proposals.ask
        self.row = said(self.town.who(person), title, text, category=Category(category), place=place)

    @told
    def support(self, _days: float, people: Iterable[Person]) -> None:
        row = self._now
        for person in people:
            proposals.endorse(self.town.who(person), row)

    @told
    def answer(self, _days: float, text: str, *, due: float | None = None) -> None:
        """The committee takes it on; with a day, by the end of which it will be done."""
        by = None if due is None else self._end_of(due)
        proposals.answer(self._committee, self._now, AnswerKind.ACCEPT, text, due=by)

    @told
    def transfer(self, _days: float, body: str, text: str) -> None:
        """To a body of the list, by the code it has there."""
        listed = {each.code: each for each in bodies.above(self.town.community.region_path)}
        proposals.answer(self._committee, self._now, AnswerKind.TRANSFER, text, body=listed[body])

    @told
    def taken_on(self, _days: float) -> None:
        """The body says through an office above that it takes this on."""
        waiting = select(Transfer).where(Transfer.proposal_id == self.row.id, Transfer.answered_at.is_(None))
        passed = db.session.scalars(waiting).one()
        answer_for_body(self.town.above.visitor, passed.id, taken_on=True, reason="")
        transfers.follow(str(passed.id))

    @told
    def send_back(self, _days: float, person: Person, text: str) -> None:
        """The author says what is missing in the answer."""
        proposals.send_back(self.town.who(person), self._now, text)

    @told
    def talk(self, _days: float, *, until: float) -> None:
        proposals.schedule(self._committee, self._now, self._end_of(until))

    def _end_of(self, days: float) -> datetime:
        return clock.due_after_days(self.town.ago(days), 0, self.town.community.zone)

    @told
    def say(
        self, _days: float, person: Person, stance: str, text: str, *, agree: int = 0, disagree: int = 0, unsure: int = 0
    ) -> None:  # fmt: skip
        """Someone speaks, and so many neighbours say what they think of it."""
        self.said = talk.speak(self.town.who(person), self._now, Stance(stance), text)
        others = (
            neighbour
            for neighbour in self.town.chance.sample(self.town.residents, 99)
            if neighbour.id != self.said.author_id
        )
        reactions = {ReactionKind.AGREE: agree, ReactionKind.DISAGREE: disagree, ReactionKind.PASS: unsure}
        for kind, count in reactions.items():
            for _ in range(count):
                talk.react(self.town.who(next(others)), self.said, kind)

    @told
    def reply(self, _days: float, person: Person, text: str) -> None:
        """Someone answers the last words."""
        talk.speak(self.town.who(person), self._now, Stance.COMMENT, text, again(Statement, self.said))

    @told
    def met(self, _days: float, person: Person) -> None:
        """Whoever objected says that it is met."""
        mine = select(Statement).where(Statement.author_id == self.town.who(person).membership.id)
        talk.meet(db.session.scalars(mine.where(Statement.stance == Stance.AGAINST)).one())

    @told
    def report(self, _days: float, person: Person, rule: int, text: str) -> None:
        """Someone says that the last words broke a rule."""
        moderation.report(self.town.who(person), again(Statement, self.said), rule, text)

    @told
    def take_down(self, _days: float, rule: int, reason: str) -> None:
        """The committee decides that report."""
        reported = db.session.scalars(select(Report).where(Report.subject_id == self.said.id)).one()
        moderation.rule_on(self._committee, reported, True, rule, reason)

    @told
    def appeal(self, _days: float, person: Person, text: str) -> None:
        ruling = db.session.scalars(select(Ruling).where(Ruling.subject_id == self.said.id)).one()
        moderation.appeal(self.town.who(person), ruling, text)

    @told
    def decide(self, _days: float, reason: str) -> None:
        """The supervision board looks again: the words stay down."""
        ruling = db.session.scalars(select(Ruling).where(Ruling.subject_id == self.said.id)).one()
        made = db.session.scalars(select(Appeal).where(Appeal.ruling_id == ruling.id)).one()
        moderation.decide_appeal(self.town.who("supervision"), made, ruling, upheld=True, reason=reason)

    @told
    def agree(self, _days: float, *, due: float) -> None:
        """Nobody objects any more: decided without a vote."""
        proposals.record_consensus(self._committee, self._now, self.town.ago(due))

    @told
    def notice(
        self, _days: float, preset: str, title: str, text: str, *, opens: float, closes: float, at: int = 0,
        deliver: int | None = None, **more: Any,
    ) -> None:  # fmt: skip
        """Put it to the vote, from the midnight of one day to an hour of another."""
        first, last = self.town.ago(opens, 0), self.town.ago(closes, at)
        about = self._now if hasattr(self, "row") else None
        question = polls.Question(preset, title, text, first, last, delivery_days=deliver, proposal=about, **more)
        self.poll = polls.draft(self._committee, question)
        polls.notice(self._committee, self.poll, read_hash(self.poll, self.town.community))

    def cast(self, days: float, choices: dict[str, int]) -> None:
        """So many households choose so, on the day the vote opens, at nine."""
        self._cast(days, choices, hour=9)

    @told
    def _cast(self, _days: float, choices: dict[str, int]) -> None:
        ballots = [choice.split() for choice, count in choices.items() for _ in range(count)]
        poll = again(Poll, self.poll)
        voters = self._voters(poll)[: len(ballots)]
        for person, ballot in zip(voters, ballots, strict=True):
            polls.cast(self.town.who(person), poll, ballot)

    def _voters(self, poll: Poll) -> Sequence[Membership]:
        """In no order; while a vote runs, the resident whose card one taps has yet to vote."""
        waiting = self.town.cast["resident"] if poll.closes_at > self.town.today else None
        people = [resident for resident in self.town.residents if resident is not waiting]
        self.town.chance.shuffle(people)
        return people

    @property
    def _promise(self) -> Commitment:
        """What was promised last about it, or through its vote."""
        about = self.row.id if hasattr(self, "row") else self.poll.id
        query = select(Commitment).where(Commitment.subject_id == about).order_by(Commitment.number.desc()).limit(1)
        return db.session.scalars(query).one()

    @told
    def done(self, _days: float, text: str) -> None:
        """The committee says so; those asked reply next."""
        promises.claim_done(self._committee, self._promise, text)

    @told
    def confirm(self, _days: float, *, yes: int = 0, no: int = 0) -> None:
        """So many of those asked reply; the deadline decides where the others stay silent."""
        promise = self._promise
        silent = Confirmation.commitment_id == promise.id, Confirmation.fixed.is_(None)
        query = select(Membership).join(Confirmation, Membership.id == Confirmation.membership_id)
        people = db.session.scalars(query.where(*silent).order_by(Confirmation.id)).all()
        for person, fixed in zip(people, [True] * yes + [False] * no, strict=False):
            promises.confirm(self.town.who(person), promise, fixed=fixed)
