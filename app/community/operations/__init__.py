"""What is done about members, households and offices."""

from app.community.operations.households import (
    DOOR,
    Door,
    add_grid,
    add_households,
    door_hash,
    household_at,
    lay_out,
    name_representative,
    set_adults,
)
from app.community.operations.invitations import end_invitation, invite, redeem, tries_left, try_code
from app.community.operations.joining import (
    LOOKED,
    ask_to_join,
    asked_door,
    look_at,
    membership_for,
    on_verified,
    place,
    refuse,
    verify,
)
from app.community.operations.offices import add_post, appoint, end_term, organisation
from app.community.operations.settings import change_settings, here, today, working_days

__all__ = [
    "DOOR",
    "LOOKED",
    "Door",
    "add_grid",
    "add_households",
    "add_post",
    "appoint",
    "ask_to_join",
    "asked_door",
    "change_settings",
    "door_hash",
    "end_invitation",
    "end_term",
    "here",
    "household_at",
    "invite",
    "lay_out",
    "look_at",
    "membership_for",
    "name_representative",
    "on_verified",
    "organisation",
    "place",
    "redeem",
    "refuse",
    "set_adults",
    "today",
    "tries_left",
    "try_code",
    "verify",
    "working_days",
]
