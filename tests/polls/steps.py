"""What the tests about votes do over and over: hold one, vote in it, close it."""

from datetime import date, timedelta

from app.community.scope import WHOLE
from app.core import clock
from app.outbox import jobs
from app.polls import operations, presets
from app.polls.rule import read_hash
from tenants import db

DAY = timedelta(days=1)


OWN_RULES = {
    "rules_text": "过半数户参加，过半数同意。", "rules_adopted_on": date(2026, 1, 5),
    "rules_quorum": {"num": 1, "den": 2, "strict": True}, "rules_threshold": {"num": 1, "den": 2, "strict": True},
}  # fmt: skip


HALF = {"num": 1, "den": 2, "strict": True}


def rule_of_households(quorum=HALF, threshold=HALF, **more):
    """A whole rule of a vote by households, as a notice fixes it."""
    own = {"quorum": [{"of": "households", **quorum}], "threshold": [{"of": "ballots", **threshold}]}
    return _rule("cn", "COMM-HH") | own | {"kind": "yes_no", "options": [], "budget": None} | more


def rule_of_fund(projects, budget):
    return _rule("cn", "FUND") | {"kind": "budget", "options": projects, "budget": budget}


def _rule(profile, code):
    preset = next(preset for preset in presets.of_profile(profile) if preset.code == code)
    decider = presets.deciders(profile)["residents"]
    words = {"zh": "一句话", "en": "A sentence."}
    return preset.whole() | {
        "own": None, "scope": WHOLE.told(), "sentence": words,
        "decider": {"code": decider.code, "name": decider.name, "why": decider.why},
    }  # fmt: skip


def noticed(visitor, question):
    """A poll whose draft was read as it is, and given notice of."""
    poll = operations.draft(visitor, question)
    operations.notice(visitor, poll, read_hash(poll, visitor.community))
    return poll


def open_poll(make, town, preset="COMM-HH", **given):
    """A poll noticed eight days ago and open since yesterday."""
    community, _, official = town
    now = clock.now()
    with clock.at(now - 9 * DAY), make.inside(community):
        visitor = make.visitor(official, community)
        question = operations.Question(preset, "并为五个点", "试行六十天", now - DAY, now + 5 * DAY, **given)
        poll = noticed(visitor, question)
        db.commit()
    jobs.run_jobs(community.id)
    return poll


def voted(make, town, poll, choices):
    """The first residents vote so, one after another."""
    for person, choice in zip(town[1], choices, strict=False):
        cast = make.browser(person, town[0]).post(f"polls/{poll.number}/ballot", choice=choice, step="cast")
        assert cast.status_code == 303


def closed(town, poll):
    with clock.at(poll.closes_at + timedelta(minutes=1)):
        jobs.run_jobs(town[0].id)


def read_by_all(make, town, poll, path="result.json"):
    """What anyone reads."""
    return make.browser(None, town[0], locale="en").get(f"polls/{poll.number}/{path}")
