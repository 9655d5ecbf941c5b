"""Texts that anyone may report, that moderation may take down, and that come back whole when an appeal is granted."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy.orm import Mapped, mapped_column

from app.core.refusal import N_, Refused

TAKEN_DOWN = N_("This text was taken down. Nothing can be done with it unless it comes back.")


class Written(NamedTuple):
    title: str  # "" where a text has none
    text: str


class Moderated:
    """Only moderation writes these columns. Whatever lists, counts, asks or tells people looks at `stands()` first."""

    if TYPE_CHECKING:
        text: Any
    hidden_at: Mapped[datetime | None] = mapped_column(sort_order=90)  # taken down since
    hidden_final_at: Mapped[datetime | None] = mapped_column(sort_order=91)  # no appeal can bring it back any more

    @classmethod
    def stands(cls) -> Any:
        """Condition of a query: not taken down."""
        return cls.hidden_at.is_(None)

    @classmethod
    def counts_still(cls) -> Any:
        """Condition of a measure: taken down for good it leaves the score; while an appeal is possible it stays."""
        return cls.hidden_final_at.is_(None)

    @property
    def page_stays(self) -> bool:
        """Whether its page is still there for all when it is taken down, without its words."""
        return False

    def written(self) -> Written:
        """Its words as they were written, for those who decide about it."""
        return Written(getattr(self, "title", ""), self.text)

    def require_standing(self) -> None:
        if self.hidden_at is not None:
            raise Refused(TAKEN_DOWN)
