"""Report → ruling with rule and reason → the author is told → public log; and an appeal to someone else."""

from app.moderation.operations.appeals import appeal, decide_appeal, may_appeal, require_appealable, require_decidable
from app.moderation.operations.impartial import require_no_part
from app.moderation.operations.reports import report, subject_of
from app.moderation.operations.rulings import require_may_rule, rule_on, show, turn_away

__all__ = [
    "appeal",
    "decide_appeal",
    "may_appeal",
    "report",
    "require_appealable",
    "require_decidable",
    "require_may_rule",
    "require_no_part",
    "rule_on",
    "show",
    "subject_of",
    "turn_away",
]
