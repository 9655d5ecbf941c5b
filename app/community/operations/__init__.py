"""What is done about members, households and offices."""

from app.community.operations.compounds import add_compound, change_compound, compound_hash, compound_of
from app.community.operations.grids import Entrance, add_grid, lay_in, lay_out, rename_grid
from app.community.operations.households import add_households, confirm_adults, household_at, name_representative
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
from app.community.operations.register import Entry, close, correct, household_hash, join, open_again, split
from app.community.operations.settings import (
    change_settings,
    clock_of,
    here,
    own_word,
    today,
    what_was_left,
    working_days,
)
from app.community.operations.taking_up import take_up
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
    "Entrance",
    "Entry",
    "add_compound",
    "add_grid",
    "add_households",
    "add_post",
    "appoint",
    "arrive",
    "ask_to_join",
    "change_compound",
    "change_settings",
    "clock_of",
    "close",
    "committee_members",
    "compound_hash",
    "compound_of",
    "confirm",
    "confirm_adults",
    "correct",
    "decide_objection",
    "door_asked_for",
    "end_invitation",
    "end_term",
    "here",
    "household_at",
    "household_hash",
    "invite",
    "join",
    "lay_in",
    "lay_out",
    "look_at",
    "membership_for",
    "name_representative",
    "object_to",
    "on_verified",
    "open_again",
    "organisation",
    "own_word",
    "redeem",
    "refuse",
    "rename_grid",
    "settle_in",
    "split",
    "take_up",
    "today",
    "tries_left",
    "try_code",
    "verify",
    "waiting_for",
    "what_was_left",
    "working_days",
]
