"""Every route names who may go there, and finds no row of another community."""

from app.access import P, Permission
from app.core import clock
from app.polls.models import Poll, PollState
from app.proposals.models import Kind, Proposal, State
from tests.polls.steps import rule_of_households


def test_every_view_names_its_permission(app):
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            assert isinstance(getattr(app.view_functions[rule.endpoint], "permission", None), Permission), rule


def test_what_lies_in_a_community_is_never_open_to_all_the_world(app):
    """A community may close reading to its members: every view of it asks for more than "anywhere"."""
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/c/<slug>"):
            assert app.view_functions[rule.endpoint].permission is not P.ANYWHERE, rule


def test_rows_of_another_community_are_not_found(app, make):
    """Each route that names a row, asked by an official of one community for a row of another: 404, every method."""
    here, there = make.community(), make.community()
    official, guard = make.official(here), make.official(here, "supervision")
    strangers, asked = {}, 0
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if getattr(view, "on", None) is None:
            continue
        row = strangers.setdefault(view.on, _visible_row(make, view.on, there))
        name = next(a for a in rule.arguments if a != "slug")
        with app.test_request_context():
            path = app.url_for(rule.endpoint, slug=here.slug, **{name: row.number if name == "number" else row.id})
        for method in rule.methods & {"GET", "POST"}:
            for who in (official, guard):
                status = make.browser(who, here).open(path, method).status_code
                assert status == 404, f"{method} {rule} shows another community's row ({status})"
                asked += 1
    assert asked > 60


def _visible_row(make, model, community):
    now = clock.now()
    if model is Proposal:
        return make.row(Proposal, community, kind=Kind.PROPOSAL, state=State.OPEN, visible_at=now)
    if model is Poll:
        return make.row(Poll, community, state=PollState.NOTICED, rule=rule_of_households(), preset="COMM-HH")
    if model.__tablename__ in ("report", "ruling"):
        return make.row(model, community, subject_kind="proposal")
    return make.row(model, community)
