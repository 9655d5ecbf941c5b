"""Who may do what: reports, rulings and appeals."""

from app import access
from app.access import Permission
from app.access.conditions import committee, for_supervision, for_the_committee, member, supervision, wrote_it


class P(access.P):
    REPORT = Permission("report a text", [[member]])
    RULE = Permission("rule on reports", [[committee, for_the_committee], [supervision, for_supervision]])
    MODERATION_DESK = Permission("see what waits to be ruled on", [[committee], [supervision]])
    TEXT_CHECK = Permission(
        "show or refuse a text that waits to be shown",
        [[committee, for_the_committee], [supervision, for_supervision]],
    )
    APPEAL = Permission("appeal a ruling on one's own text", [[wrote_it]])
    APPEAL_DECIDE = Permission("decide appeals", [[supervision]])
