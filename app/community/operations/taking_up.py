"""Taking up a post that was given before its holder was here: by the link of an appointment (app/accounts/)."""

from app.accounts.appointments import on_taken_up
from app.accounts.models import Account, Appointment
from app.community.models import PostKind
from app.community.operations.joining import membership_for
from app.community.operations.offices import add_post, appoint, vacant_post
from app.community.operations.settings import here, today


@on_taken_up
def take_up(account: Account, appointment: Appointment) -> None:
    """Who came by the link holds the post from today, without an end that is known yet."""
    kind, community = PostKind(appointment.kind), here()
    post = vacant_post(kind, appointment.title) or add_post(None, kind, appointment.title)
    appoint(None, membership_for(account, community), post, today(community))
