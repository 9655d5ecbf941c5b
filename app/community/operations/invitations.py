"""Invitations: a code for one household, on paper, that verifies its adults without another look."""

import secrets
import unicodedata
import uuid
from datetime import timedelta

from sqlalchemy import select, update

from app.access import Visitor
from app.accounts.models import Account
from app.audit.operations import act, record
from app.community.models import Household, Invitation, Membership, VerifiedHow
from app.community.operations.joining import membership_for
from app.community.operations.verifying import require_unverified, settle_in
from app.core import clock, encryption
from app.core.refusal import N_, Refused
from tenants import db
from tenants.models import Community, RateCount

LASTS = timedelta(days=60)
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no look-alikes: people type it from paper
LENGTH = 10
NO_CODE = N_("A code has ten letters and digits, and never 0, 1, I, L or O. Please type it as it stands in the letter.")
WRONG_CODES, WRONG_FOR = 5, timedelta(hours=1)
INVITED = act("household.invite", N_("Made an invitation for a household"))
WITHDRAWN = act("household.uninvite", N_("Ended an invitation"))


def invite(visitor: Visitor | None, household: Household, places: int | None = None) -> tuple[Invitation, str]:
    """A code for one household, readable only now; a new one ends those before it. Places: its adults."""
    now, code = clock.now(), "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    open_ones = Invitation.household_id == household.id, Invitation.expires_at > now
    db.session.execute(update(Invitation).where(*open_ones).values(expires_at=now))
    by = visitor.membership.id if visitor and visitor.membership else None
    made = Invitation(
        household_id=household.id, code_hash=_code_hash(code), places=places or max(household.adults, 1),
        created_at=now, created_by=by, expires_at=now + LASTS,
    )  # fmt: skip
    db.session.add(made)
    if visitor is not None:
        record(visitor, INVITED, household)
    return made, code


def _code_hash(code: str) -> bytes:
    return encryption.blind_index(code, "invitation")


def _read(typed: str) -> str:
    """The code however it was typed: full width, small letters, in groups. What cannot be one is no try."""
    letters = unicodedata.normalize("NFKC", typed).upper()
    code = "".join(letter for letter in letters if letter.isalnum())
    if len(code) != LENGTH or set(code) - set(ALPHABET):
        raise Refused(NO_CODE, status=422)
    return code


def end_invitation(visitor: Visitor, invitation: Invitation) -> None:
    """A letter was lost, say: its code is worth nothing from now on."""
    if invitation.expires_at > clock.now():
        invitation.expires_at = clock.now()
        record(visitor, WITHDRAWN, invitation)


def try_code(account: Account, typed: str) -> Invitation | None:
    """The invitation with this code. A code of another community is as good as wrong: None.

    A wrong try counts: the caller commits it before saying so.
    """
    code = _read(typed)
    _one_try_at_a_time(account)
    if tries_left(account) <= 0:
        raise Refused(N_("Too many wrong codes. Please try again in an hour, or ask the office."), status=429)
    invitation = db.session.scalar(select(Invitation).where(Invitation.code_hash == _code_hash(code)).with_for_update())
    if invitation is None:
        _count_wrong_code(account)
    return invitation


def _one_try_at_a_time(account: Account) -> None:
    """Tries of one account wait for each other: else those sent together would all be counted as the first."""
    db.session.execute(select(Account.id).where(Account.id == account.id).with_for_update(key_share=True))


def redeem(account: Account, community: Community, invitation: Invitation) -> Membership:
    """Join a household by its invitation: at once behind an empty door, else once those who live there had their say."""
    if invitation.expires_at <= clock.now():
        raise Refused(N_("This invitation has expired. Please ask the office for a new one."), status=410)
    if invitation.places <= 0:
        raise Refused(N_("All places of this invitation are taken. Please ask the office for a new one."))
    membership = membership_for(account, community)
    if membership.household_id is not None:
        raise Refused(N_("You are verified here already."))
    require_unverified(membership)
    if membership.id == invitation.created_by:
        raise Refused(N_("Somebody else in office must verify you."))
    household = db.session.scalars(select(Household).where(Household.id == invitation.household_id)).one()
    settle_in(membership, household, VerifiedHow.INVITATION, invitation.created_by)
    invitation.places -= 1
    return membership


def _count_wrong_code(account: Account) -> None:
    """Remember a wrong code of this account for an hour."""
    now, key = clock.now(), _key(account.id)
    counted = db.session.get(RateCount, key)
    if counted is None:
        counted = RateCount(key=key, count=0, expires_at=0.0)
        db.session.add(counted)
    if not _running(counted):
        counted.count, counted.expires_at = 0, (now + WRONG_FOR).timestamp()
    counted.count += 1


def tries_left(account: Account) -> int:
    """How many more codes this account may try within the hour."""
    counted = db.session.get(RateCount, _key(account.id))
    return WRONG_CODES - (counted.count if counted is not None and _running(counted) else 0)


def _running(counted: RateCount) -> bool:
    """Whether its hour is not over; an hour that ends later than any could was begun by a clock that was ahead."""
    now = clock.now()
    return now.timestamp() < counted.expires_at <= (now + 2 * WRONG_FOR).timestamp()


def _key(account_id: uuid.UUID) -> str:
    return f"invitation/{account_id.hex}"
