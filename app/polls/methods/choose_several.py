"""Each ballot picks as many options as it likes; what most picked comes first."""

from app.polls.methods.choose_one import choices, outcome

__all__ = ["HAS_COSTS", "NEEDS_OPTIONS", "ONE_ONLY", "choices", "outcome"]

ONE_ONLY, NEEDS_OPTIONS, HAS_COSTS = False, True, False
