"""`people appoint`: the first official of a community, or a reviewer of a region, before anyone is there to do it."""

from datetime import timedelta
from urllib.parse import urlencode

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from app.accounts import contacts
from app.accounts import operations as accounts
from app.accounts.contacts import Contact
from app.accounts.models import Account
from app.community import operations
from app.community.models import PostKind
from app.core import clock, profiles
from app.core.refusal import Refused
from tenants import db
from tenants.cli_output import Sentence, result
from tenants.models import Community, Region, RegionOffice

people = AppGroup("people", help="People: appoint.")
KINDS = [PostKind.COMMITTEE.value, PostKind.GRID_WORKER.value, PostKind.SUPERVISION.value, PostKind.LEADING.value]


@people.command("appoint")
@click.argument("code")
@click.argument("contact")
@click.option(
    "--kind", type=click.Choice(KINDS), default=KINDS[0], show_default=True, help="Kind of post (communities only)."
)
@click.option("--title", help="Of the post or office; default: the profile's word for it.")
@click.option("--name", default="", help="What the person is called, where the account is new.")
def appoint(code: str, contact: str, kind: str, title: str | None, name: str) -> None:
    """Give CONTACT (phone or e-mail) an office in the community or region CODE; prints a link that works once."""
    with db.unbound(write=True):
        place = _place(code)
        who = _read(contact, place)
        account, link = _account(who, name)
        if isinstance(place, Region):
            _office(account, place, title)
        db.commit()
    if isinstance(place, Community):
        _post(account, place, PostKind(kind), title)
    result({"place": place.name, "link": link})


def _place(code: str) -> Community | Region:
    community = select(Community).where((Community.code == code) | (Community.slug == code))
    found = db.session.scalar(community) or db.session.scalar(select(Region).where(Region.code == code))
    if found is None:
        raise Sentence(f'There is no community or region "{code}".')
    return found


def _read(contact: str, place: Community | Region) -> Contact:
    try:
        return contacts.read(contact, profiles.profile(place.profile)["phone_region"])
    except Refused as refused:
        raise Sentence(f"{contact}: {refused}") from None


def _account(contact: Contact, name: str) -> tuple[Account, str]:
    account = accounts.account_of(contact)
    account.display_name = account.display_name or name[:40]
    made, secret = accounts.make_link(contact)
    query = urlencode({"id": made.id.hex, "code": secret})
    return account, f"{current_app.config['PUBLIC_URL']}/sign-in/link?{query}"


def _office(account: Account, region: Region, title: str | None) -> None:
    since = clock.now() - timedelta(seconds=1)
    title = title or profiles.word(region, "region", "zh" if region.profile == "cn" else "en")
    db.session.add(RegionOffice(account_id=account.id, region_id=region.id, title=title[:80], since=since))


def _post(account: Account, community: Community, kind: PostKind, title: str | None) -> None:
    words = {PostKind.LEADING: "committee"}.get(kind, kind.value)
    locale = profiles.profile(community.profile)["locale"][:2]
    with db.as_community(community.id):
        post = operations.add_post(None, kind, (title or profiles.word(community, words, locale))[:60])
        membership = operations.membership_for(account, community)
        try:
            operations.appoint(None, membership, post, operations.today(community))
        except Refused as refused:
            raise Sentence(str(refused)) from None
        db.commit()
