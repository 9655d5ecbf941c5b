"""Polls: presets, the roll, sealed votes, exact counting, recount."""
