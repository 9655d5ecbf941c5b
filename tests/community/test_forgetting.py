"""Whoever asks to be forgotten is: account, contact, name and household; what they said and counted votes stay."""

import pytest
from sqlalchemy import select

from app.accounts.contacts import Contact
from app.accounts.models import Account, LoginSession
from app.accounts.operations import account_of
from app.community.cli import people
from app.community.models import Household, Membership
from app.core import clock
from app.deliberation.models import Statement
from app.privacy.models import Consent
from app.privacy.operations import Shown, agree
from app.proposals.models import Kind, Proposal, State
from tenants import db
from tenants.models import AccountCommunity
from tests.support.factories import _serial


@pytest.fixture
def person(app, make, community):
    """An account that signed in, lives here and has spoken."""
    contact = Contact("phone", f"+86138{next(_serial):08d}")
    with app.app_context(), db.unbound(write=True):
        account = account_of(contact)
        account.display_name = "赵一"
        agree(account.id, Shown("2026-11-30", "a" * 64, "zh_Hans"), clock.now())
        db.commit()
    member = make.member(community, account=account)
    make._login(account.id)
    item = make.row(
        Proposal,
        community,
        author_id=member.id,
        kind=Kind.PROPOSAL,
        state=State.OPEN,
        title="装路灯",
        visible_at=clock.now(),
    )
    make.row(Statement, community, proposal_id=item.id, author_id=member.id, text="说得好")
    return contact, account, member, item


def forget(app, contact, *options):
    return app.test_cli_runner().invoke(people, ["forget", contact.value, *options])


def test_account_name_household_and_directory_are_gone_and_what_was_said_stays(app, make, community, person):
    contact, account, member, item = person
    reader = make.browser(make.member(community), community)
    address = f"proposals/{item.number}"
    assert "赵一" in reader.get(address).text
    assert forget(app, contact, "--yes").exit_code == 0
    page = reader.get(address).text
    assert "装路灯" in page
    assert "赵一" not in page
    with app.app_context(), db.unbound():
        assert db.session.get(Account, account.id) is None
        for model in (LoginSession, Consent, AccountCommunity):
            assert not db.session.scalars(select(model).where(model.account_id == account.id)).all()
    with make.inside(community):
        left = db.session.scalars(select(Membership).where(Membership.id == member.id)).one()
        assert (left.name, left.found_by, left.household_id) == ("…", "", None)
        assert left.account_id != account.id
        assert not db.session.scalars(select(Household).where(Household.representative_id == member.id)).all()
    assert forget(app, contact, "--yes").exit_code == 2


def test_it_is_asked_first_and_refused_while_a_post_is_held(app, make, community, person):
    contact, account, member, _ = person
    assert app.test_cli_runner().invoke(people, ["forget", contact.value], input="n\n").exit_code == 1
    with make.inside(community):
        db.session.scalars(select(Membership).where(Membership.id == member.id)).one().staff = True
        db.commit()
    refused = forget(app, contact, "--yes")
    assert (refused.exit_code, "holds a post" in refused.stderr) == (2, True)
    with app.app_context(), db.unbound():
        assert db.session.get(Account, account.id) is not None
