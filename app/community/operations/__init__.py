"""What is done about members, households and offices."""

from app.community.operations.households import (
    add_compound,
    add_grid,
    add_households,
    compound_of,
    household_at,
    lay_out,
    name_representative,
    set_adults,
)
from app.community.operations.invitations import end_invitation, invite, redeem, tries_left, try_code
from app.community.operations.joining import (
    LOOKED,
    arrive,
    ask_to_join,
    door_asked_for,
    look_at,
    membership_for,
    refuse,
)
from app.community.operations.offices import add_post, appoint, committee_members, end_term, organisation
from app.community.operations.settings import change_settings, clock_of, here, own_word, today, working_days
from app.community.operations.verifying import (
    confirm,
    decide_objection,
    object_to,
    on_verified,
    settle_in,
    verify,
    waiting_for,
)

__all__ = [
    "LOOKED",
    "add_compound",
    "add_grid",
    "add_households",
    "add_post",
    "appoint",
    "arrive",
    "ask_to_join",
    "change_settings",
    "clock_of",
    "committee_members",
    "compound_of",
    "confirm",
    "decide_objection",
    "door_asked_for",
    "end_invitation",
    "end_term",
    "here",
    "household_at",
    "invite",
    "lay_out",
    "look_at",
    "membership_for",
    "name_representative",
    "object_to",
    "on_verified",
    "organisation",
    "own_word",
    "redeem",
    "refuse",
    "set_adults",
    "settle_in",
    "today",
    "tries_left",
    "try_code",
    "verify",
    "waiting_for",
    "working_days",
]
