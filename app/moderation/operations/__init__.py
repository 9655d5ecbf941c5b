"""Report → ruling with rule and reason → the author is told → public log; and an appeal to someone else."""

from app.moderation.operations.appeals import appeal, decide_appeal
from app.moderation.operations.reports import SUBJECTS, report, subject_of
from app.moderation.operations.rulings import rule_on, turn_away

__all__ = ["SUBJECTS", "appeal", "decide_appeal", "report", "rule_on", "subject_of", "turn_away"]
