"""The life of an item, held against a model of its own: written from the design's words, not made from the table of acts."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from app.commitments import operations as promises
from app.commitments.models import State as Kept
from app.commitments.queries import about
from app.core import clock
from app.core.refusal import Refused
from app.proposals import life, operations
from app.proposals.acts import ENDED, STEPS, Act, open_to
from app.proposals.models import AnswerKind, Category, Kind, ProposalEvent, State
from tenants import db

DAY = timedelta(days=1)

# DESIGN.md 4, by hand. From where an act leads where; acts that leave the state are named with the state itself.
REQUEST = {
    "open": {"accept with a date": "delivering", "pass on": "passed_on", "refuse": "declined", "withdraw": "withdrawn", "turn": "open"},
    "passed_on": {"the body takes it on": "transferred", "the body does not": "open", "send back": "open"},
    "delivering": {"say it is done": "done_claimed", "send back": "open"},
    "done_claimed": {"yes": "confirmed", "no": "reopened"},
    "reopened": {"say it is done": "done_claimed"},
    "declined": {"send back": "open"}, "transferred": {"send back": "open"},
    "confirmed": {}, "closed": {}, "withdrawn": {}, "waiting": {"withdraw": "withdrawn"},
}  # fmt: skip
PROPOSAL = {
    "open": {
        "accept": "open", "accept with a date": "delivering", "pass on": "passed_on", "refuse": "declined", "withdraw": "withdrawn",
        "enough support": "endorsed",
    },
    "passed_on": {"the body takes it on": "transferred", "the body does not": "open", "send back": "open", "enough support": "endorsed"},
    "endorsed": {"accept": "endorsed", "accept with a date": "delivering", "pass on": "endorsed", "refuse": "endorsed", "open the talk": "deliberating"},
    "deliberating": {
        "accept": "deliberating", "pass on": "deliberating", "refuse": "deliberating", "all agree": "delivering",
        "the vote passes": "delivering", "the vote fails": "declined",
    },
    "delivering": {"say it is done": "done_claimed", "send back": "open"},
    "done_claimed": {"yes": "confirmed", "no": "reopened"},
    "reopened": {"say it is done": "done_claimed"},
    "declined": {"send back": "open"}, "transferred": {"send back": "open"},
    "confirmed": {}, "closed": {}, "withdrawn": {}, "waiting": {"withdraw": "withdrawn"},
    "expired": {"accept": "open", "accept with a date": "delivering", "pass on": "passed_on", "refuse": "declined"},  # late is better than never
}  # fmt: skip
ACTS = {  # the words of the design → the table's own
    "accept": Act.ACCEPT, "accept with a date": Act.PROMISE, "pass on": Act.PASS_ON, "refuse": Act.REFUSE,
    "the body takes it on": Act.TAKE_ON, "the body does not": Act.NOT_TAKE_ON, "send back": Act.SEND_BACK,
    "withdraw": Act.WITHDRAW, "turn": Act.TURN, "enough support": Act.QUALIFY, "open the talk": Act.SCHEDULE,
    "all agree": Act.CONSENSUS, "the vote passes": Act.PASS, "the vote fails": Act.FAIL,
}  # fmt: skip


def test_the_table_leads_where_the_design_says():
    """Every move of the model is a row of the table; the rows that leave the model's states are all in it."""
    for model in (REQUEST, PROPOSAL):
        for start, moves in model.items():
            for words, end in moves.items():
                if words in ACTS and start != "expired":
                    step = STEPS[ACTS[words]]
                    assert State(start) in step.start, (start, words)
                    assert step.leads_to(State(start)) is State(end), (start, words)
    for act in ACTS.values():
        for start in STEPS[act].start:
            moved = STEPS[act].leads_to(start)
            if moved is not start:
                words = next(words for words, its in ACTS.items() if its is act)
                assert any(model.get(start.value, {}).get(words) == moved.value for model in (REQUEST, PROPOSAL)), (
                    act,
                    start,
                )


def test_no_state_is_without_an_entrance():
    """A state that nothing ever enters is not kept."""
    written = {State.WAITING, State.OPEN}
    entered = {step.leads_to(start) for step in STEPS.values() for start in step.start}
    followed = {State.DONE_CLAIMED, State.REOPENED, State.CONFIRMED, State.CLOSED}  # where its promises stand
    assert set(State) == written | entered | followed


def test_every_living_state_says_what_it_waits_for():
    said = {state for step in STEPS.values() if step.awaited for state in step.start}
    assert set(State) - set(ENDED) <= said


class Life(RuleBasedStateMachine):
    """People do whatever they like with one item; the model says what must come of it."""

    make = town = None

    def __init__(self):
        super().__init__()
        community, person, official, fans = self.town
        self.now = clock.now()
        self.opened = self.make.inside(community)
        self.opened.__enter__()
        self.author, self.office = (self.make.visitor(one, community) for one in (person, official))
        self.fans = [self.make.visitor(one, community) for one in fans]

    @initialize(kind=st.sampled_from(list(Kind)))
    def write(self, kind):
        said = operations.ask if kind is Kind.REQUEST else operations.propose
        with clock.at(self.now):
            self.item = said(self.author, "试题", "因为", category=Category.OTHER)
        self.item.endorsements_needed = 2 if kind is Kind.PROPOSAL else 0
        self.model, self.state, self.answered, self.sent_back = (
            (REQUEST if kind is Kind.REQUEST else PROPOSAL),
            "open",
            False,
            0,
        )
        self.accepted = self.decided = self.reopened = self.talked = False

    def act(self, words, done, *, may=True):
        """Do it: what the model does not allow is refused and changes nothing; what it does, leads where it says."""
        self.now += timedelta(minutes=1)
        moves = self.model.get(self.shown(), {})
        allowed = may and words in moves
        with clock.at(self.now):
            before = self.item.state
            try:
                done()
                db.session.flush()
                came = True
            except Refused:
                db.session.expire_all()
                came = False
        assert came is allowed, (self.shown(), words, before)
        if came:
            self.state = moves[words]
        return came

    def shown(self):
        over = self.item.kind is Kind.PROPOSAL and self.item.expires_at <= self.now and self.state == "open"
        return "expired" if over else self.state

    def answer(self, words, kind, **given):
        def done():
            operations.answer(self.office, self.item, kind, "话", **given)

        if self.act(words, done, may=not self.answered):
            self.answered = True

    @rule()
    def accept(self):
        if self.item.kind is Kind.PROPOSAL:
            self.answer("accept", AnswerKind.ACCEPT)

    @rule()
    def accept_with_a_date(self):
        self.answer("accept with a date", AnswerKind.ACCEPT, due=self.now + 20 * DAY)

    @rule()
    def refuse(self):
        self.answer("refuse", AnswerKind.REFUSE)

    @rule()
    def send_back(self):
        started = self.state
        stays = {"endorsed": "endorsed", "deliberating": "deliberating", "open": "open"}
        may = self.answered and not self.sent_back and not self.decided
        moves = {**self.model.get(self.shown(), {}), **({"send back": stays[started]} if started in stays else {})}
        if self.shown() == "expired":
            moves = {}
        if self.talked is False and self.item.endorsed_at is not None and moves.get("send back") == "open":
            moves["send back"] = "endorsed"  # its place on the agenda is its own
        was, self.model = self.model, {**self.model, self.shown(): moves}
        if self.act("send back", lambda: operations.send_back(self.author, self.item, "不够"), may=may):
            self.answered, self.sent_back = False, 1
        self.model = was

    @rule()
    def support(self):
        if self.item.kind is Kind.PROPOSAL and self.shown() in ("open", "passed_on"):
            with clock.at(self.now):
                for fan in self.fans:
                    operations.endorse(fan, self.item)
                db.session.flush()
            self.state = "endorsed"

    @rule()
    def open_the_talk(self):
        def done():
            operations.schedule(self.office, self.item, self.now + 9 * DAY)

        self.talked |= self.act("open the talk", done)

    @rule(voices=st.sampled_from([1, 2]), against=st.booleans())
    def agree(self, voices, against):
        """Where two households are all that are concerned, both must have spoken, nobody against, and the talk be over."""
        self.item.households_spoke, self.item.against = voices, int(against)
        over = self.state == "deliberating" and self.item.deliberation_closes_at <= self.now
        may = over and voices == 2 and not against

        def done():
            operations.record_consensus(self.office, self.item, self.now + 20 * DAY)

        self.decided |= self.act("all agree", done, may=may)

    @rule(passed=st.booleans())
    def vote(self, passed):
        """One that comes too late changes nothing, and is not refused either: nobody could act on it."""
        talked = self.state == "deliberating"
        with clock.at(self.now):
            operations.decided(self.item, 7, passed=passed, due=None)
            db.session.flush()
        if talked:
            self.decided, self.state = True, "delivering" if passed else "declined"

    @rule()
    def say_it_is_done(self):
        def done():
            live = [one for one in about(self.item.id) if one.state in (Kept.DUE, Kept.REOPENED)]
            if not live:
                raise Refused("nothing")
            promises.claim_done(self.office, live[0], "好了")

        self.act("say it is done", done)

    @rule(fixed=st.booleans())
    def reply(self, fixed):
        """A request: its author's word settles it. A common matter is asked of more; here its deadline is let pass."""
        if self.state != "done_claimed" or self.item.kind is Kind.PROPOSAL:
            return
        promise = next(one for one in about(self.item.id) if one.state is Kept.CLAIMED)
        with clock.at(self.now):
            promises.confirm(self.author, promise, fixed=fixed)
            db.session.flush()
        self.state = "confirmed" if fixed else "closed" if self.reopened else "reopened"
        self.reopened |= not fixed

    @rule()
    def withdraw(self):
        self.act("withdraw", lambda: operations.withdraw(self.author, self.item))

    @rule()
    def turn(self):
        if self.item.kind is Kind.REQUEST and self.act(
            "turn", lambda: operations.turn_into_proposal(self.author, self.item)
        ):
            self.model = PROPOSAL
            self.item.endorsements_needed = 2

    @rule(days=st.integers(1, 70))
    def later(self, days):
        self.now += days * DAY

    @invariant()
    def stands_where_the_model_stands(self):
        if not hasattr(self, "item"):
            return
        assert self.item.state.value == self.state
        with clock.at(self.now):
            step = life.next_step(self.item)
            assert (step is None) == (life.phase(self.item) is life.Phase.ENDED)
            words, here = life.timeline(self.item)
            assert 0 <= here <= len(words)
            assert life.phase_label(self.item, life.phase(self.item))
            if self.state in ("delivering", "reopened", "done_claimed"):
                assert step.due == self.item.promised_by_at is not None
            assert open_to(self.item, "answer") == (
                not self.answered and self.state in ("open", "endorsed", "deliberating")
            )
        history = db.session.scalars(select(ProposalEvent.event).where(ProposalEvent.proposal_id == self.item.id)).all()
        assert history[0].value == "written"

    def teardown(self):
        db.session.rollback()
        self.opened.__exit__(None, None, None)


@pytest.mark.sqlite_only
def test_whatever_people_do_an_item_stands_where_the_design_says(make):
    """Rules of states are no matter of the database: tried on the quicker one."""
    community = make.community(households=300)
    Life.make = make
    Life.town = community, make.member(community), make.official(community), [make.member(community) for _ in range(2)]
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=15, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
