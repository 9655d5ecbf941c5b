"""A matter on its way from the first word to the last: every step through the product's own operations, in its time."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app import clock
from app.access import Visitor
from app.community.models import Membership
from app.deliberation import operations as talk
from app.deliberation.models import Stance
from app.demo.town import Person, Town, again
from app.polls import operations as polls
from app.polls.models import Poll
from app.proposals import operations as proposals
from app.proposals.models import AnswerKind, Confirmation, Proposal
from tenants import db


class Matter:
    """A request or a proposal; the first argument of each step is how many days ago it was taken."""

    def __init__(self, town: Town, row: Proposal) -> None:
        self.town, self.row = town, row
        self.poll: Poll | None = None

    @contextmanager
    def _at(self, days: float, hour: int = 10) -> Iterator[Proposal]:
        with self.town.at(days, hour):
            yield again(Proposal, self.row)

    @property
    def _committee(self) -> Visitor:
        return self.town.who("committee")

    def support(self, days: float, people: Iterable[Person]) -> None:
        with self._at(days) as row:
            for person in people:
                proposals.endorse(self.town.who(person), row)

    def answer(self, days: float, text: str, *, due: float | None = None) -> None:
        """The committee takes it on; with a day, by the end of which it will be done."""
        with self._at(days) as row:
            by = None if due is None else self._end_of(due)
            proposals.answer(self._committee, row, AnswerKind.ACCEPT, text, due=by)

    def transfer(self, days: float, body: str, text: str) -> None:
        with self._at(days) as row:
            proposals.answer(self._committee, row, AnswerKind.TRANSFER, text, body=body)

    def talk(self, days: float, *, until: float) -> None:
        with self._at(days) as row:
            proposals.schedule(self._committee, row, self._end_of(until))

    def _end_of(self, days: float) -> datetime:
        return clock.due_after_days(self.town.ago(days), 0, self.town.community.zone)

    def say(self, days: float, person: Person, stance: str, text: str) -> None:
        with self._at(days) as row:
            talk.speak(self.town.who(person), row, Stance(stance), text)

    def agree(self, days: float, *, due: float) -> None:
        """Nobody objects any more: decided without a vote."""
        with self._at(days) as row:
            proposals.record_consensus(self._committee, row, self.town.ago(due))

    def notice(
        self, days: float, purpose: str, title: str, text: str, *, opens: float, closes: float, at: int = 0, deliver: int, **more: Any
    ) -> None:  # fmt: skip
        """Put it to the vote, from the midnight of one day to an hour of another."""
        with self._at(days) as row:
            first, last = self.town.ago(opens, 0), self.town.ago(closes, at)
            asked = polls.Question(purpose, title, text, first, last, delivery_days=deliver, proposal=row, **more)
            self.poll = polls.draft(self._committee, asked)
            polls.notice(self._committee, self.poll)

    def cast(self, days: float, choices: dict[str, int], *, paper_every: int = 4) -> None:
        """So many households choose so, on the day the vote opens; some of them on paper."""
        self.town.until(days)  # the roll is made
        ballots = [choice.split() for choice, count in choices.items() for _ in range(count)]
        with self.town.at(days, 9):
            poll = again(Poll, self.poll)
            voters = self._voters(poll)[: len(ballots)]
            for place, (person, ballot) in enumerate(zip(voters, ballots, strict=True)):
                channel = "paper" if place % paper_every == 0 else "web"
                polls.cast(self.town.who(person), poll, ballot, channel)

    def _voters(self, poll: Poll) -> Sequence[Membership]:
        """In no order; while a vote runs, the resident whose card one taps has yet to vote."""
        waiting = self.town.cast["resident"] if poll.closes_at > self.town.today else None
        people = [one for one in self.town.residents if one is not waiting]
        self.town.chance.shuffle(people)
        return people

    def done(self, days: float, text: str, *, hour: int = 10) -> None:
        """The committee says so; those asked reply next."""
        with self._at(days, hour) as row:
            proposals.claim_done(self._committee, row, text)

    def confirm(self, days: float, *, yes: int = 0, no: int = 0, hour: int = 10) -> None:
        """So many of those asked reply; the deadline decides where the others stay silent."""
        silent = Confirmation.proposal_id == self.row.id, Confirmation.fixed.is_(None)
        query = select(Membership).join(Confirmation, Membership.id == Confirmation.membership_id)
        with self._at(days, hour) as row:
            people = db.session.scalars(query.where(*silent).order_by(Confirmation.id)).all()
            for person, fixed in zip(people, [True] * yes + [False] * no, strict=False):
                proposals.confirm(self.town.who(person), row, fixed=fixed)
