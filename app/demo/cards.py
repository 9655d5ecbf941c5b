"""The role cards and the tour of the demo's front page."""
from typing import Any
def shown() -> list[Any]: return []
def tour() -> list[Any]: return []
