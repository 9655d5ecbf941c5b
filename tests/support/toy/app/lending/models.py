"""Things neighbours lend one another."""

import uuid
from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.moderated import Moderated
from tenants.columns import Base, indexed, refers, unique
from tenants.owned import CommunityOwned


class Thing(Moderated, CommunityOwned, Base):
    """Something to lend, and by when it must come back."""

    __tablename__ = "thing"
    __table_args__ = (*refers("author_id", "membership"), *unique("number"), *indexed("back_by_at"))

    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(String(300), default="")
    author_id: Mapped[uuid.UUID]
    back_by_at: Mapped[datetime]
