"""`communities suspend|resume|close`, and `people appoint|forget`: the first official of a community, or a reviewer of a region, before anyone is there to do it; they begin by its link."""

import uuid
from collections.abc import Callable

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from app.access import Visitor
from app.accounts import appointments, contacts
from app.accounts import operations as accounts
from app.accounts.appointments import Office, Place
from app.accounts.contacts import Contact
from app.accounts.models import Account
from app.accounts.queries import communities_of
from app.community.models import PostKind
from app.community.operations import forgetting, pausing
from app.core import clock, profiles
from app.core.refusal import Refused
from app.privacy import operator
from tenants import db, listing
from tenants.cli import communities
from tenants.cli_output import Sentence, result
from tenants.models import Community, Region, RegionRole

OPERATOR = {  # who says so, and why where nothing else was said, in the language of the place
    "zh": {"by": "本服务的运营单位", "reason": "由运营单位决定"},
    "en": {"by": "The operator of this service", "reason": "decided by the operator"},
}
people = AppGroup("people", help="People: appoint, forget.")
KINDS = [PostKind.COMMITTEE.value, PostKind.GRID_WORKER.value, PostKind.SUPERVISION.value, PostKind.LEADING.value]


@people.command("appoint")
@click.argument("code")
@click.argument("contact")
@click.option(
    "--kind", type=click.Choice(KINDS), default=KINDS[0], show_default=True, help="Kind of post (communities only)."
)
@click.option("--title", help="Of the post or office; default: the profile's word for it.")
@click.option("--name", default="", help="What the person is called, where the account is new.")
@click.option(
    "--role", type=click.Choice([role.value for role in RegionRole]), default=RegionRole.STEWARD.value,
    show_default=True, help="In a region: a steward appoints others and opens communities, a reviewer reads and answers.",
)  # fmt: skip
def appoint(code: str, contact: str, kind: str, title: str | None, name: str, role: str) -> None:
    """Give CONTACT (phone or e-mail) an office in the community or region CODE; prints a link that works once.

    The office begins, and a new account is made, when the link is used, within a week. A community that nobody has
    opened yet is opened.
    """
    with db.unbound(write=True):
        if empty := operator.shut(current_app.config["SETTINGS"]):
            raise Sentence(f"No contact is taken until these are set: {', '.join(empty)} (README).")
        place = _place(code)
        office = _office(place, kind if isinstance(place, Community) else role, title)
        who = _read(contact, place)
        try:
            made, secret = appointments.appoint(office, who, name)
        except Refused as refused:
            raise Sentence(str(refused)) from None
        if isinstance(place, Community):
            place.opened_at = place.opened_at or clock.now()
        db.commit()
    if isinstance(place, Community):
        listing.keep_lines([place.id])
    result({"place": place.name, "link": appointments.link(current_app.config["PUBLIC_URL"], made, secret)})


def _place(code: str) -> Place:
    community = select(Community).where((Community.code == code) | (Community.slug == code))
    found = db.session.scalar(community) or db.session.scalar(select(Region).where(Region.code == code))
    if found is None:
        raise Sentence(f'There is no community or region "{code}".')
    return found


def _read(contact: str, place: Place) -> Contact:
    try:
        return contacts.read(contact, profiles.profile(place.profile)["phone_region"])
    except Refused as refused:
        raise Sentence(f"{contact}: {refused}") from None


def _office(place: Place, kind: str, title: str | None) -> Office:
    """Under its own title, or under the profile's word for who serves there."""
    word = {PostKind.LEADING.value: "committee"}.get(kind, kind) if isinstance(place, Community) else "region"
    title = title or profiles.word(place, word, profiles.language(place.profile))
    return Office(place, kind, title[:60])


@people.command("forget")
@click.argument("contact")
@click.option("--yes", is_flag=True, help="Do not ask.")
def forget(contact: str, yes: bool) -> None:
    """Delete the account with CONTACT, and the person's name, household and messages in every community.

    What they said, and votes that were counted, stay without them. Who holds a post or an office ends that first.
    """
    settings = current_app.config["SETTINGS"]
    try:
        who = contacts.read(contact, profiles.profile(settings.profile)["phone_region"])
    except Refused as refused:
        raise Sentence(f"{contact}: {refused}") from None
    with db.unbound():
        account = accounts.find(who)
        if account is None:
            raise Sentence("There is no account with this contact.")
        places = communities_of(account.id)
    if not yes:
        click.confirm(f"Forget the person with {who.masked} in {len(places)} communities?", abort=True, err=True)
    try:
        _forget(account.id, who, places)
    except Refused as refused:
        raise Sentence(f"{refused} Nothing more was forgotten.") from None
    click.echo("Forgotten.", err=True)


def _forget(account_id: uuid.UUID, contact: Contact, places: list[uuid.UUID]) -> None:
    """Community after community, the account last: interrupted, it is given again."""
    for community_id in places:
        with db.as_community(community_id):
            forgetting.forget(account_id)
            db.commit()
    with db.unbound(write=True):
        accounts.delete_account(db.session.get_one(Account, account_id), contact)
        db.commit()


@communities.command("suspend")
@click.argument("slug")
@click.option("--reason", help="Its members read it.")
@click.option("--undo", is_flag=True, help="Open it again, also after `close`.")
def suspend(slug: str, reason: str | None, undo: bool) -> None:
    """Only reading from now on: votes that are open go on, nothing else is written. Members are told."""
    _change(slug, _resumed if undo else lambda by, why: pausing.suspend(Visitor(), by, reason or why))


@communities.command("close")
@click.argument("slug")
@click.option("--reason", help="Its members, and whoever comes to its address, read it.")
def close(slug: str, reason: str | None) -> None:
    """Not even reading from now on; nothing in it is lost. Members are told."""
    _change(slug, lambda by, why: pausing.suspend(Visitor(), by, reason or why, for_good=True))


def _resumed(by: str, _why: str) -> None:
    pausing.resume(Visitor(), by)


def _change(slug: str, act: Callable[[str, str], None]) -> None:
    with db.unbound():
        found = db.session.scalar(select(Community).where(Community.slug == slug))
    if found is None:
        raise Sentence(f'There is no community "{slug}". flask --app wsgi communities list names them all.')
    words = OPERATOR[profiles.language(found.profile)[:2]]
    try:
        with db.as_community(found.id):
            act(current_app.config["SETTINGS"].operator_name or words["by"], words["reason"])
            db.commit()
    except Refused as refused:
        raise Sentence(str(refused)) from None
    listing.keep_lines([found.id])
    click.echo(f"{found.name}: done; its members are told.", err=True)
