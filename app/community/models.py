"""Who lives and serves here: grids, households, members, organisations, posts and their terms."""

import enum
import uuid
from datetime import date, datetime, timedelta

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.access import conditions
from app.core.encryption import EncryptedText
from tenants.columns import Base, belongs_to, indexed, refers, top_of_community, unique, words_found_by
from tenants.owned import CommunityOwned


class GridKind(enum.StrEnum):
    RESIDENTIAL = "residential"
    DEDICATED = "dedicated"
    MICRO = "micro"


class Grid(CommunityOwned, Base):
    """A part of the community with its own team (网格). Counts feed the score's denominators."""

    __tablename__ = "grid"
    __table_args__ = (*top_of_community(), *unique("name"))

    name: Mapped[str] = mapped_column(String(40))
    kind: Mapped[GridKind] = mapped_column(default=GridKind.RESIDENTIAL)
    position: Mapped[int] = mapped_column(default=0)
    households: Mapped[int] = mapped_column(default=0)  # as the register says; kept with each change of it
    adults: Mapped[int] = mapped_column(default=0)


class Compound(CommunityOwned, Base):
    """A housing estate inside the community (小区): part of the address where there is more than one."""

    __tablename__ = "compound"
    __table_args__ = (
        *refers("manager_id", "organisation"),
        *refers("owners_committee_id", "organisation"),
        *unique("name"),
    )

    name: Mapped[str] = mapped_column(String(40))
    position: Mapped[int] = mapped_column(default=0)
    manager_id: Mapped[uuid.UUID | None]  # the organisation that manages its property
    owners_committee_id: Mapped[uuid.UUID | None]

    manager: Mapped["Organisation | None"] = belongs_to("Compound.manager_id", "Organisation")
    owners_committee: Mapped["Organisation | None"] = belongs_to("Compound.owners_committee_id", "Organisation")


class Tenure(enum.StrEnum):
    """As whom those behind a door live there."""

    OWNER = "owner"
    TENANT = "tenant"


class AdultsSaid(enum.StrEnum):
    """Whose word the number of adults of a household is."""

    SHEET = "sheet"
    OFFICE = "office"
    HOUSEHOLD = "household"


ADULTS_HOLD = timedelta(days=365)  # as long a number of adults is taken for right


class Household(CommunityOwned, Base):
    """A dwelling and those who live in it. The room is encrypted; `join_hash` finds it without reading it."""

    __tablename__ = "household"
    __table_args__ = (
        *refers("grid_id", "grid"),
        *refers("compound_id", "compound"),
        *unique("join_hash"),
        *indexed("building", "unit"),
    )

    grid_id: Mapped[uuid.UUID]
    compound_id: Mapped[uuid.UUID | None]  # None: the community is one compound
    building: Mapped[str] = mapped_column(String(20))
    unit: Mapped[str] = mapped_column(String(20), default="")
    room: Mapped[str | None] = mapped_column(EncryptedText("household.room"))
    join_hash: Mapped[bytes] = mapped_column(LargeBinary(32))  # blind index of compound, building, unit and room
    adults: Mapped[int] = mapped_column(default=2)
    adults_confirmed_at: Mapped[datetime | None]  # None: an estimate
    adults_said_by: Mapped[AdultsSaid | None]
    tenure: Mapped[Tenure | None]  # None: not known
    owned_area: Mapped[int | None]  # in 0.01 m², as owners' votes count it; None: not known
    closed_at: Mapped[datetime | None]  # no door of the register any more; frozen rolls of votes still know it
    representative_id: Mapped[uuid.UUID | None]  # a membership; the one who votes for the household, if named

    grid: Mapped[Grid] = belongs_to("Household.grid_id", "Grid")
    compound: Mapped[Compound | None] = belongs_to("Household.compound_id", "Compound")

    def adults_are_old(self, now: datetime) -> bool:
        """Whether the household should be asked again: it is, once a year."""
        return self.adults_confirmed_at is not None and now - self.adults_confirmed_at > ADULTS_HOLD


class VerifiedHow(enum.StrEnum):
    INVITATION = "invitation"
    IN_PERSON = "in_person"  # someone in office saw a document, and wrote down no number of it
    HOME_VISIT = "home_visit"
    VOUCHED = "vouched"  # by two neighbours
    APPOINTED = "appointed"


FOUND_BY = 360  # characters; one letter of a name may be compared as eighteen


class Membership(CommunityOwned, Base):
    """An account in a community. Without `verified_at` it is pending: it may speak, but does not count yet."""

    __tablename__ = "membership"
    __table_args__ = (*refers("household_id", "household"), *refers("grid_id", "grid"), *unique("account_id"))

    account_id: Mapped[uuid.UUID]  # global: no foreign key leaves the community
    household_id: Mapped[uuid.UUID | None]  # None: not verified yet, or an organisation's or official's account
    grid_id: Mapped[uuid.UUID | None]
    name: Mapped[str] = mapped_column(String(40))  # copied from the account: pages need no join
    found_by: Mapped[str] = words_found_by(FOUND_BY, "name")
    adult: Mapped[bool] = mapped_column(default=True)
    staff: Mapped[bool] = mapped_column(default=False)  # holds office or works for a rated body: gives no credit
    asked_place: Mapped[str | None] = mapped_column(EncryptedText("membership.asked_place"))  # while pending
    asked_at: Mapped[datetime | None]
    asked_grid_id: Mapped[uuid.UUID | None]  # where the door lies that was given, if the register knows it
    verify_due_at: Mapped[datetime | None]  # by then someone in office has looked
    verified_by: Mapped[uuid.UUID | None]
    verified_at: Mapped[datetime | None]
    verified_how: Mapped[VerifiedHow | None]
    refused_at: Mapped[datetime | None]
    refused_reason: Mapped[str | None] = mapped_column(String(200))
    joined_at: Mapped[datetime]
    former_household_id: Mapped[
        uuid.UUID | None
    ]  # whose voice this member had until `moved_at`, verified `former_since`
    former_since: Mapped[datetime | None]
    moved_at: Mapped[datetime | None]

    household: Mapped[Household | None] = belongs_to("Membership.household_id", "Household")

    def move(self, to: Household | None, now: datetime) -> None:
        """Out of the household; into another where the register says so, else to say anew where one lives.

        Votes that opened before still know the old door (`household_at`).
        """
        self.former_household_id, self.former_since, self.moved_at = self.household_id, self.verified_at, now
        self.household_id, self.grid_id = (to.id, to.grid_id) if to is not None else (None, None)
        if to is None:
            self.verified_at = self.verified_by = self.verified_how = None

    def household_at(self, moment: datetime | None) -> uuid.UUID | None:
        """Whose voice this member had then; None stands for now."""
        return self.former_household_id if self._was_elsewhere(moment) else self.household_id

    def verified_since(self, moment: datetime | None) -> datetime | None:
        """Since when this member was verified where they lived then."""
        return self.former_since if self._was_elsewhere(moment) else self.verified_at

    def _was_elsewhere(self, moment: datetime | None) -> bool:
        return bool(moment and self.moved_at and moment < self.moved_at)

    @property
    def counts(self) -> bool:
        """Whether what this member does gives score credit: verified, adult, living here, not in office."""
        return bool(self.verified_at and self.adult and self.household_id and not self.staff)


class Verification(CommunityOwned, Base):
    """Someone was found to live behind a door where adults are verified already: these may object before it counts."""

    __tablename__ = "verification"
    __table_args__ = (
        *refers("membership_id", "membership"),
        *refers("household_id", "household"),
        *indexed("settled_at", "counts_at"),
    )

    membership_id: Mapped[uuid.UUID]
    household_id: Mapped[uuid.UUID]
    how: Mapped[VerifiedHow]
    adult: Mapped[bool]
    made_by: Mapped[uuid.UUID | None]  # a membership: whoever verified, or made the invitation
    made_at: Mapped[datetime]
    counts_at: Mapped[datetime]  # from then on, unless someone of the door objected
    objected_by: Mapped[uuid.UUID | None]
    objected_at: Mapped[datetime | None]
    objection: Mapped[str | None] = mapped_column(EncryptedText("verification.objection"))
    settled_at: Mapped[datetime | None]

    membership: Mapped[Membership] = belongs_to("Verification.membership_id", "Membership")
    household: Mapped[Household] = belongs_to("Verification.household_id", "Household")


class OrganisationKind(enum.StrEnum):
    RESIDENT_ORG = "resident_org"  # 驻区单位
    SOCIAL_ORG = "social_org"  # 社会组织
    MERCHANT = "merchant"
    PROPERTY_MANAGER = "property_manager"
    OWNERS_COMMITTEE = "owners_committee"


class Organisation(CommunityOwned, Base):
    """A body that sits at the table as an equal: one voice, labelled, no vote."""

    __tablename__ = "organisation"
    __table_args__ = (*top_of_community(), *unique("name"))

    name: Mapped[str] = mapped_column(String(60))
    kind: Mapped[OrganisationKind]


class PostKind(enum.StrEnum):
    COMMITTEE = "committee"
    GRID_WORKER = "grid_worker"
    SUPERVISION = "supervision"
    ORGANISATION_SEAT = "organisation_seat"
    LEADING = "leading"
    SECONDED = "seconded"


COMMITTEE = tuple(map(PostKind, conditions.COMMITTEE))


class Post(CommunityOwned, Base):
    """An office or a seat, apart from whoever holds it."""

    __tablename__ = "post"
    __table_args__ = (*refers("grid_id", "grid"), *refers("organisation_id", "organisation"), *indexed("position"))

    kind: Mapped[PostKind]
    title: Mapped[str] = mapped_column(String(60))
    position: Mapped[int] = mapped_column(default=0)  # order of office
    elected: Mapped[bool] = mapped_column(default=False)
    grid_id: Mapped[uuid.UUID | None]
    organisation_id: Mapped[uuid.UUID | None]
    duty: Mapped[str] = mapped_column(String(200), default="")
    hours: Mapped[str] = mapped_column(String(80), default="")
    contact: Mapped[str] = mapped_column(String(80), default="")

    organisation: Mapped[Organisation | None] = belongs_to("Post.organisation_id", "Organisation")


class PostTerm(CommunityOwned, Base):
    """A membership in a post from one day to another: the only source of roles."""

    __tablename__ = "post_term"
    __table_args__ = (*refers("membership_id", "membership"), *refers("post_id", "post"))

    membership_id: Mapped[uuid.UUID]
    post_id: Mapped[uuid.UUID]
    since: Mapped[date]
    until: Mapped[date | None]  # the last day; None: open

    post: Mapped[Post] = belongs_to("PostTerm.post_id", "Post")
    membership: Mapped[Membership] = belongs_to("PostTerm.membership_id", "Membership")


class Invitation(CommunityOwned, Base):
    """A household's invitation code (on paper with a QR): each use verifies one adult of that household."""

    __tablename__ = "invitation"
    __table_args__ = (*refers("household_id", "household"), *unique("code_hash"))

    household_id: Mapped[uuid.UUID]
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    places: Mapped[int] = mapped_column(default=2)  # how many more people it may verify
    expires_at: Mapped[datetime]
    created_by: Mapped[uuid.UUID | None]
    created_at: Mapped[datetime]

    household: Mapped[Household] = belongs_to("Invitation.household_id", "Household")


class Place(CommunityOwned, Base):
    """A spot on the community's own list of places, offered when a resident asks for something."""

    __tablename__ = "place"
    __table_args__ = (*refers("grid_id", "grid"), *unique("name"))

    name: Mapped[str] = mapped_column(String(60))
    grid_id: Mapped[uuid.UUID | None]
