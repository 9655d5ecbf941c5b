"""Report → ruling with rule and reason → the author is told → public log; and an appeal to someone else."""

from app.moderation.operations.appeals import appeal, decide_appeal, must_be_appealable, must_be_decidable
from app.moderation.operations.reports import report, subject_of
from app.moderation.operations.rulings import must_be_ruled_by, rule_on, turn_away

__all__ = [
    "appeal",
    "decide_appeal",
    "must_be_appealable",
    "must_be_decidable",
    "must_be_ruled_by",
    "report",
    "rule_on",
    "subject_of",
    "turn_away",
]
