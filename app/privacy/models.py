"""What somebody agreed to, and when."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from tenants.columns import Base, new_id


class Consent(Base):
    """An account agreed to a version of the privacy notice and the terms, or to something apart from them.

    Only `withdrawn_at` is ever changed: who asks later, reads what held on a day.
    """

    __tablename__ = "consent"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))  # "notice", or "sensitive": a consent of its own
    version: Mapped[str] = mapped_column(String(20))  # the day of the privacy notice's version
    seal: Mapped[str] = mapped_column(String(64))  # of the texts as they were shown
    locale: Mapped[str] = mapped_column(String(10))
    agreed_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
