"""Forgetting a person in the community that is bound: what they said and decided stays, who they were does not."""

import uuid

from sqlalchemy import delete, select, update

from app.community.models import Household, Membership
from app.core.refusal import N_, Refused
from app.notifications.models import DeliveryChoice, Notification
from tenants import db
from tenants.models import AccountCommunity, Submission

NOBODY = "…"  # the name of who was forgotten, in every language


def forget(account_id: uuid.UUID) -> None:
    """Name, household, door and messages go; the membership stays under an account that nobody has.

    Votes that were cast and counted stay as they are; the directory no longer leads here.
    """
    membership = db.session.scalar(select(Membership).where(Membership.account_id == account_id))
    if membership is not None:
        if membership.staff:
            raise Refused(N_("%(name)s holds a post here: end that term first."), name=membership.name)
        _empty(membership)
    for model in (Submission, AccountCommunity):
        db.session.execute(delete(model).where(model.account_id == account_id))


def _empty(membership: Membership) -> None:
    membership.account_id, membership.name, membership.found_by = uuid.uuid4(), NOBODY, ""
    membership.household_id = membership.asked_place = membership.refused_reason = None
    named = Household.representative_id == membership.id
    db.session.execute(update(Household).where(named).values(representative_id=None))
    for model in (Notification, DeliveryChoice):
        db.session.execute(delete(model).where(model.membership_id == membership.id))
