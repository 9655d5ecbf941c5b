"""What those above do here: each look of theirs leaves a line that the community reads."""

import uuid
from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from tenants.columns import Base, indexed, top_of_community
from tenants.owned import CommunityOwned, Published


class ViewLog(Published, CommunityOwned, Base):
    """A superior opened this community's page. Readable by the community and by the region."""

    __tablename__ = "view_log"
    __table_args__ = (*top_of_community(), *indexed("at", "id"))
    append_only = True

    region_code: Mapped[str] = mapped_column(String(40))
    region_name: Mapped[str] = mapped_column(String(80))
    office: Mapped[str] = mapped_column(String(80))
    account_id: Mapped[uuid.UUID]
    at: Mapped[datetime]
