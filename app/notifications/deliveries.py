"""Lines that also leave the house: queued with the line, put in words when sent.

Nothing of the words and no address is stored with a delivery. What was read, taken back, taken down or not wanted any
more meanwhile is not sent.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from itertools import product
from typing import Any

from flask_babel import force_locale, gettext
from sqlalchemy import func, insert, select

from app.accounts.models import Account
from app.core import clock, profiles
from app.core.ids import id_text
from app.core.registry import registry
from app.notifications import policy
from app.notifications.kinds import KINDS, Kind
from app.notifications.leaving import Reader
from app.notifications.models import Delivery, DeliveryChoice, Notification
from app.notifications.wording import words
from app.outbox import channels
from app.outbox.channels import Letter
from app.outbox.leases import communities_with_due
from app.outbox.messages import TERMS, Opened, Source
from app.outbox.models import JobState
from config import Settings
from tenants import db
from tenants.models import Community


def queue(kind: Kind, lines: Sequence[Mapping[str, Any]]) -> None:
    """Beside these new lines, a delivery by each channel that policy and the person choose."""
    by_default = {name: on for name, on in policy.POLICY[kind.topic].items() if name in channels.opened()}
    if not by_default or not lines:
        return
    chosen = _choices([line["membership_id"] for line in lines], kind.topic)
    now, zone = clock.now(), db.session.scalars(select(Community.zone).where(Community.id == db.community_id)).one()
    leaves = {name: policy.leaves_at(name, now, zone) for name in by_default}
    rows = []
    for line, (name, on) in product(lines, by_default.items()):
        if chosen.get((line["membership_id"], name), on):
            rows.append({
                "notification_id": line["id"], "membership_id": line["membership_id"], "channel": name, "kind": kind.name,
                "due_at": leaves[name], "expires_at": leaves[name] + policy.LASTS,
            })  # fmt: skip
    if rows:
        db.session.execute(insert(Delivery), rows)


def _choices(membership_ids: Sequence[uuid.UUID], topic: policy.Topic) -> dict[tuple[uuid.UUID, str], bool]:
    query = select(DeliveryChoice).where(DeliveryChoice.topic == topic)
    rows = db.session.scalars(query.where(DeliveryChoice.membership_id.in_(membership_ids)))
    return {(row.membership_id, row.channel): row.wanted for row in rows}


# -- sending ----------------------------------------------------------------------------------------------------------


def _bindings(channel: str) -> list[Opened]:
    due = communities_with_due(Delivery, TERMS, Delivery.channel == channel)
    return [partial(db.as_community, community_id) for community_id in due]


def _compose(settings: Settings, delivery: Delivery) -> Letter | None:
    line = db.session.get(Notification, (delivery.community_id, delivery.notification_id))
    if line is None or line.read_at or line.withheld or not _wanted(delivery) or _enough_today(delivery):
        return None
    community, account = db.session.get(Community, delivery.community_id), _account(delivery.membership_id)
    address = getattr(account, delivery.channel) if account is not None else None
    if community is None or _is_silent(community, line) or account is None or address is None:
        return None
    with force_locale(account.locale or profiles.language(community.profile)):
        return _letter(
            f"{settings.public_url}/c/{community.slug}/inbox", community, line, address, _ending(settings, delivery)
        )


def _is_silent(community: Community, line: Notification) -> bool:
    """Nothing leaves a suspended community but that it is."""
    return community.suspended_at is not None and not KINDS[line.kind].while_suspended


def _wanted(delivery: Delivery) -> bool:
    """What was chosen since it was queued holds for it too: who ends letters gets none that was on its way."""
    topic = KINDS[delivery.kind].topic
    unasked = policy.POLICY[topic].get(delivery.channel, False)
    return _choices([delivery.membership_id], topic).get((delivery.membership_id, delivery.channel), unasked)


def _account(membership_id: uuid.UUID) -> Account | None:
    account_id = registry.sole("account_of")(membership_id)
    return db.session.get(Account, account_id) if account_id is not None else None


def _ending(settings: Settings, delivery: Delivery) -> str:
    """The address that ends the letters of its reader."""
    return f"{settings.public_url}/letters/{Reader(delivery.community_id, delivery.membership_id).token()}"


def _letter(inbox: str, community: Community, line: Notification, address: str, leave: str) -> Letter:
    """Subjects are shown on locked screens: they name the community alone."""
    return Letter(
        address,
        text=f"{community.name}: {words(line)}\n{inbox}/{id_text(line.id)}",
        subject=gettext("A message from %(name)s", name=community.name),
        footer="\n".join(
            (
                gettext("You choose here what comes by mail: %(address)s", address=f"{inbox}/ways"),
                gettext("No more letters from here: %(address)s", address=leave),
            )
        ),
        leave=leave,
    )


def _enough_today(delivery: Delivery) -> bool:
    """Whether this member got as much by this channel within a day as is bearable."""
    since = clock.now() - timedelta(days=1)
    sent = select(func.count()).select_from(Delivery).where(
        Delivery.membership_id == delivery.membership_id, Delivery.channel == delivery.channel,
        Delivery.state == JobState.DONE, Delivery.due_at > since,
    )  # fmt: skip
    return (db.session.scalar(sent) or 0) >= policy.DAILY[delivery.channel]


WAITING = Source(Delivery, _bindings, _compose)
