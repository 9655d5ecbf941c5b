"""Who is asking."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from tenants.models import Community, Region


class Member(Protocol):
    """What the rules look at of a membership, whose table lies above."""

    @property
    def id(self) -> uuid.UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def household_id(self) -> uuid.UUID | None: ...
    @property
    def grid_id(self) -> uuid.UUID | None: ...
    @property
    def adult(self) -> bool: ...
    @property
    def staff(self) -> bool: ...
    @property
    def asked_place(self) -> str | None: ...
    @property
    def verify_due_at(self) -> datetime | None: ...
    @property
    def verified_at(self) -> datetime | None: ...
    @property
    def counts(self) -> bool: ...
    def household_at(self, moment: datetime | None) -> uuid.UUID | None: ...
    def verified_since(self, moment: datetime | None) -> datetime | None: ...


@dataclass(frozen=True)
class Visitor:
    """Who is asking: an account or nobody, and what it is in the community or region that is bound."""

    account: Any = None
    membership: Any = None
    posts: tuple[Any, ...] = ()  # held today, in order of office
    region_offices: tuple[Any, ...] = ()
    community: Community | None = None
    region: Region | None = None
    login: Any = field(default=None, repr=False)
    unread: int = 0

    @property
    def is_signed_in(self) -> bool:
        return self.account is not None

    @property
    def is_member(self) -> bool:
        """Pending or verified: has said where they live, or holds a post or seat here."""
        return self.is_verified or bool(self.posts) or bool(self.membership and self.membership.asked_place)

    @property
    def is_verified(self) -> bool:
        """Lives here, as someone in office found; or was verified for a post alone, as long as they hold it."""
        verified = bool(self.membership and self.membership.verified_at)
        return verified and (self.membership.household_id is not None or bool(self.posts))

    @property
    def is_waiting(self) -> bool:
        """Has said where they live and waits until someone in office has looked."""
        return not self.is_verified and bool(self.membership and self.membership.asked_place)

    @property
    def is_resident(self) -> bool:
        """Verified and living here: has a household."""
        return self.is_verified and self.membership.household_id is not None

    def holds(self, *kinds: str) -> bool:
        return any(post.kind in kinds for post in self.posts)

    @property
    def office(self) -> str:
        """The title under which this visitor acts in office, here or above; "" for a resident."""
        offices = self.posts or self.region_offices
        return offices[0].title if offices else ""

    @property
    def speaks_for(self) -> str:
        """The organisation or office in whose name this visitor writes; "" for a resident."""
        organisation = self.posts[0].organisation if self.posts else None
        return organisation.name if organisation is not None else self.office


@dataclass(frozen=True, kw_only=True)
class CommunityVisitor(Visitor):
    """Someone with a membership in the community that is bound: who acts there is always one."""

    membership: Member
    community: Community
