"""How a story is told: one line an event, days ago first. Everything happens through the product's own operations."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import zip_longest

from sqlalchemy import select, update

from app.accounts.models import Account
from app.board.models import Notice
from app.board.operations import post
from app.community import operations as community
from app.community.models import Household, Membership
from app.core import clock
from app.demo.matter import Matter
from app.demo.town import Person, Town, again, told
from app.moderation import operations as moderation
from app.notifications.models import Notification
from app.oversight.operations import log_view
from app.proposals.models import Kind
from app.ratings import operations as ratings
from app.ratings.models import RatingRound
from app.ratings.queries import ask_of
from app.volunteering import attendance
from app.volunteering import operations as volunteering
from app.volunteering.models import Shift, SignUp, SignUpState
from tenants import db


class Story:
    """What happens in one town; what happens to one request or proposal is told by its `Matter`."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.posted: Notice  # last

    def propose(self, days: float, person: Person, category: str, place: str, title: str, text: str) -> Matter:
        matter = Matter(self.town)
        matter.write(days, Kind.PROPOSAL, person, category, place, title, text)
        return matter

    def ask(self, days: float, person: Person, category: str, place: str, title: str) -> Matter:
        matter = Matter(self.town)
        matter.write(days, Kind.REQUEST, person, category, place, title, "")
        return matter

    def follow(self, matter: Matter) -> None:
        """The tour on the front page follows this one."""
        self.town.followed = matter

    def question(
        self, days: float, title: str, text: str, *, opens: float, closes: float, decider: str = "residents"
    ) -> Matter:  # fmt: skip
        """The committee only asks what people think, about nothing that was proposed."""
        matter = Matter(self.town)
        matter.notice(days, "STRAW", title, text, opens=opens, closes=closes, decider=decider)
        return matter

    @told
    def post(self, _days: float, title: str, text: str, *, pinned: bool = False) -> None:
        self.posted = post(self.town.who("committee"), title, text, pinned=pinned)

    @told
    def report(self, _days: float, person: Person, rule: int, text: str) -> None:
        """Someone says that the last notice breaks a rule: that is for the supervision board."""
        moderation.report(self.town.who(person), again(Notice, self.posted), rule, text)

    @told
    def arrive(self, _days: float, building: str, unit: str, room: str) -> None:
        """Someone says where they live, and waits to be verified."""
        person = self.town.cast["newcomer"]
        account = Account(id=person.account_id, display_name=person.name)
        community.ask_to_join(account, self.town.community, (building, unit, room))

    @told
    def invite(self, _days: float, household: int) -> None:
        """The office prints a letter for a household."""
        home = self.town.residents[household].household_id
        found = db.session.scalars(select(Household).where(Household.id == home)).one()
        community.invite(self.town.who("committee"), found)

    @told
    def looked_at(self, _days: float) -> None:
        """Someone above has opened the community's page."""
        log_view(self.town.above.visitor, self.town.above.region, self.town.community)

    @told
    def read(self, _days: float) -> None:
        """Everyone has looked at their messages."""
        lines = update(Notification).values(read_at=clock.now())
        db.session.execute(lines.execution_options(synchronize_session=False))

    def shift(
        self, days: float, title: str, place: str, *, on: float, at: int, hours: int, places: int, signed: int | None = None,
        came: int | None = None, met: bool = True, of: Matter | None = None, risky: bool = False, text: str = "",
        among: Sequence[Person] = (),
    ) -> None:  # fmt: skip
        """Posted so many days ago, held on a day, full unless told otherwise; of a past one, how many came."""
        shift = _Shift(self.town)
        starts = self.town.ago(on, at)
        plan = volunteering.Plan(
            title, starts, starts + timedelta(hours=hours), places, place=place, text=text, risky=risky, insured=risky,
            receiver_id=self.town.cast["resident"].id,
        )  # fmt: skip
        shift.post(days, plan, of, among, places if signed is None else signed)
        if came is not None:
            shift.end(on, came, met, hour=at + hours + 1)

    def rate(self, days: float, *stars: Sequence[int]) -> None:
        """A round; three days later its answers: for each question, how many gave one to five stars."""
        round_ = _Round(self.town)
        round_.start(days)
        round_.answer(days - 3, stars)


class _Shift:
    def __init__(self, town: Town) -> None:
        self.town = town
        self.row: Shift

    @told
    def post(
        self, _days: float, plan: volunteering.Plan, of: Matter | None, among: Sequence[Person], signed: int
    ) -> None:
        plan.proposal_id = of.row.id if of is not None else None
        self.row = volunteering.post(self.town.who("grid"), plan)
        people = [*among, *self.town.chance.sample(self.town.residents, signed - len(among))]
        for person in people:
            volunteering.sign_up(self.town.who(person), self.row)

    @told
    def end(self, _days: float, came: int, met: bool) -> None:
        shift = again(Shift, self.row)
        query = select(SignUp).where(SignUp.shift_id == shift.id, SignUp.state == SignUpState.CONFIRMED)
        for position, sign_up in enumerate(db.session.scalars(query)):
            attendance.mark(self.town.who("grid"), shift, sign_up, came=position < came)
        attendance.confirm_receipt(self.town.who("resident"), shift, met=met)


class _Round:
    def __init__(self, town: Town) -> None:
        self.town = town
        self.row: RatingRound

    @told
    def start(self, _days: float) -> None:
        """Whoever taps the resident's card shall see a round from inside: drawn anew until they are among those asked."""
        self.row = ratings.start(self.town.who("supervision"))
        while ask_of(self.town.cast["resident"].id, self.row) is None:
            db.session.rollback()
            self.row = ratings.start(self.town.who("supervision"))

    @told
    def answer(self, _days: float, stars: Sequence[Sequence[int]]) -> None:
        round_ = again(RatingRound, self.row)
        for person, given in zip(self._drawn(round_), zip_longest(*map(self._dealt, stars)), strict=False):
            answers = dict(zip(ratings.QUESTIONS, given, strict=True))
            ratings.answer(self.town.who(person), round_, answers, self.town.posts["grid"].id)

    def _drawn(self, round_: RatingRound) -> Sequence[Membership]:
        """In no order; while a round runs, the resident whose card one taps has yet to answer."""
        waiting = self.town.cast["resident"].id if round_.closes_at > self.town.today else None
        people = [resident for resident in db.session.scalars(select(Membership)) if resident.id != waiting]
        people = [resident for resident in people if ask_of(resident.id, round_) is not None]
        people.sort(key=lambda person: person.id.bytes)
        self.town.chance.shuffle(people)
        return people

    def _dealt(self, counts: Sequence[int]) -> Sequence[int]:
        stars = [star for star, count in enumerate(counts, 1) for _ in range(count)]
        self.town.chance.shuffle(stars)
        return stars
