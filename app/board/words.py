"""What the board's notices are called: one of a kind on its line, all of a kind over the list."""

from app.board.models import NoticeKind
from app.core.refusal import N_

ONE = {
    NoticeKind.NOTICE: N_("Notice"), NoticeKind.DISCLOSURE: N_("Disclosures"),
    NoticeKind.EVENT: N_("Event"), NoticeKind.RESULT: N_("Result"),
}  # fmt: skip
ALL = {
    NoticeKind.NOTICE: N_("Notices"), NoticeKind.DISCLOSURE: N_("Disclosures"),
    NoticeKind.EVENT: N_("Events"), NoticeKind.RESULT: N_("Results"),
}  # fmt: skip
