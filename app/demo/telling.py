"""How a story is told: one line an event, days ago first. Everything happens through the product's own operations."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import zip_longest

from sqlalchemy import select

from app.board.operations import post
from app.community.models import Membership
from app.demo.matter import Matter
from app.demo.town import Person, Town, again
from app.proposals import operations as proposals
from app.proposals.models import Category
from app.ratings import operations as ratings
from app.ratings.models import RatingAsk, RatingRound
from app.volunteering import ending
from app.volunteering import operations as volunteering
from app.volunteering.models import Shift, SignUp, SignUpState
from tenants import db


class Story:
    """What happens in one town; what happens to one request or proposal is told by its `Matter`."""

    def __init__(self, town: Town) -> None:
        self.town, self.until = town, town.until

    def propose(self, days: float, person: Person, category: str, place: str, title: str, text: str) -> Matter:
        with self.town.at(days):
            who, what = self.town.who(person), Category(category)
            return Matter(self.town, proposals.propose(who, title, text, category=what, place=place))

    def ask(self, days: float, person: Person, category: str, place: str, title: str) -> Matter:
        with self.town.at(days):
            who, what = self.town.who(person), Category(category)
            return Matter(self.town, proposals.ask(who, title, "", category=what, place=place))

    def post(self, days: float, title: str, text: str, *, pinned: bool = False) -> None:
        with self.town.at(days):
            post(self.town.who("committee"), title, text, pinned=pinned)

    def shift(
        self, days: float, title: str, place: str, *, on: float, at: int, hours: int, places: int, signed: int | None = None,
        came: int | None = None, met: bool = True, of: Matter | None = None, risky: bool = False, text: str = "",
    ) -> None:  # fmt: skip
        """Posted so many days ago, held on a day, full unless told otherwise; of a past one, how many came."""
        starts = self.town.ago(on, at)
        ends = starts + timedelta(hours=hours)
        with self.town.at(days):
            plan = volunteering.Plan(
                title, starts, ends, places, place=place, text=text, receiver_id=self.town.cast["resident"].id,
                proposal_id=of and of.row.id, risky=risky, insured=risky,
            )  # fmt: skip
            row = volunteering.post(self.town.who("grid"), plan)
            for person in self.town.chance.sample(self.town.residents, places if signed is None else signed):
                volunteering.sign_up(self.town.who(person), row)
        if came is not None:
            self._ended(row, ends + timedelta(hours=1), came, met)

    def _ended(self, row: Shift, moment: datetime, came: int, met: bool) -> None:
        with self.town.at(moment):
            held = again(Shift, row)
            query = select(SignUp).where(SignUp.shift_id == held.id, SignUp.state == SignUpState.CONFIRMED)
            for place, one in enumerate(db.session.scalars(query)):
                ending.mark(self.town.who("grid"), held, one, came=place < came)
            ending.confirm_receipt(self.town.who("resident"), held, met=met)

    def rate(self, days: float, *stars: Sequence[int]) -> None:
        """A round; three days later its answers: for each question, how many gave one to five stars."""
        town = self.town
        with town.at(days):
            held = ratings.start(town.who("supervision"))
        with town.at(days - 3):
            people = self._drawn(held)
            for person, given in zip(people, zip_longest(*map(self._dealt, stars)), strict=False):
                answers = dict(zip(ratings.QUESTIONS, given, strict=True))
                ratings.answer(town.who(person), held, answers, town.posts["grid"].id)

    def _drawn(self, held: RatingRound) -> Sequence[Membership]:
        query = select(Membership).join(RatingAsk, RatingAsk.membership_id == Membership.id)
        people = list(db.session.scalars(query.where(RatingAsk.round_id == held.id)))
        people.sort(key=lambda person: person.id.bytes)
        self.town.chance.shuffle(people)
        return people

    def _dealt(self, counts: Sequence[int]) -> Sequence[int]:
        stars = [star for star, count in enumerate(counts, 1) for _ in range(count)]
        self.town.chance.shuffle(stars)
        return stars
