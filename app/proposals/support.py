"""The box of a proposal's support: how many stand behind it, and what its reader may do about that."""

import enum
from dataclasses import dataclass

from app.access import Visitor, can
from app.proposals.acts import Act, open_to
from app.proposals.models import Proposal
from app.proposals.permissions import P
from app.web.permalinks import permalink
from app.web.reader import gettext, ngettext
from app.web.shapes import Link
from app.web.way_in import way_in


class Mine(enum.StrEnum):
    """The reader's own part; each is a file of templates/proposals/support."""

    MAY_SUPPORT = "may_support"
    SUPPORTS = "supports"  # and may take it back
    COUNTED = "counted"  # supports it, and it has its place on the agenda
    NOT_YET = "not_yet"  # first the way in


@dataclass(frozen=True)
class SupportBox:
    """What the box draws: how far the support has come, and the reader's part in it."""

    mine: Mine
    gathered: int  # households
    needed: int  # for a place on the agenda
    way_in: Link | None

    @property
    def words(self) -> str:
        return ngettext("%(num)d household supports this", "%(num)d households support this", self.gathered)

    @property
    def to_go(self) -> str:
        missing = self.needed - self.gathered
        return gettext("%(count)s to go", count=missing) if missing > 0 else gettext("reached")


def support_box(proposal: Proposal, visitor: Visitor, *, supports: bool) -> SupportBox:
    mine = _mine(proposal, visitor, supports)
    return SupportBox(
        mine,
        proposal.endorsements,
        proposal.endorsements_needed,
        _way_in(proposal, visitor) if mine is Mine.NOT_YET else None,
    )


def _way_in(proposal: Proposal, visitor: Visitor) -> Link:
    return way_in(
        visitor, signing_in=gettext("Sign in to support it"), joining=gettext("Join to support it"),
        back=permalink("proposal", proposal.number), wish="PROPOSAL_ENDORSE",
    )  # fmt: skip


def _mine(proposal: Proposal, visitor: Visitor, supports: bool) -> Mine:
    if not can(visitor, P.PROPOSAL_ENDORSE):
        return Mine.NOT_YET
    if not supports:
        return Mine.MAY_SUPPORT
    return Mine.SUPPORTS if open_to(proposal, Act.WITHDRAW_SUPPORT) else Mine.COUNTED
