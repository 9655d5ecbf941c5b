"""What the tests about votes do over and over: hold one, vote in it, close it."""

from datetime import timedelta

from app.core import clock
from app.outbox import jobs
from app.polls import operations
from tenants import db

DAY = timedelta(days=1)


def held(make, town, purpose="common", **given):
    """A poll noticed eight days ago and open since yesterday."""
    community, _, official = town
    now = clock.now()
    with clock.at(now - 9 * DAY), make.inside(community):
        visitor = make.visitor(official, community)
        asked = operations.Question(purpose, "并为五个点", "试行六十天", now - DAY, now + 5 * DAY, **given)
        poll = operations.draft(visitor, asked)
        operations.notice(visitor, poll)
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


def asked_of_all(make, town, poll, path="result.json"):
    """What anyone reads."""
    return make.browser(None, town[0], locale="en").get(f"polls/{poll.number}/{path}")
