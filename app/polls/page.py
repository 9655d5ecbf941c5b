"""The page of a vote: which of its phases it draws, and what stands beside that for whom."""

from dataclasses import dataclass

from app.access import Visitor, can
from app.polls.models import Poll
from app.polls.permissions import P
from app.polls.words import phase
from app.web import formats
from app.web.reader import gettext

AHEAD = ("drafted", "coming")


@dataclass(frozen=True)
class PollPage:
    """The frame of a vote's page: its phase, its time, and what its reader may do beside voting."""

    phase: str  # a file of templates/polls/phase
    when: str  # it opens, or it closes
    may_call_off: bool

    @property
    def was_told(self) -> bool:
        """Whether others than the committee read it."""
        return self.phase != "drafted"

    @property
    def says_how_it_passes(self) -> bool:
        """A draft says so itself, and what is void does not pass."""
        return self.phase not in ("drafted", "void")


def page_of(poll: Poll, visitor: Visitor) -> PollPage:
    now = phase(poll)
    ahead = now in AHEAD
    when = _opens(poll) if ahead else gettext("closes %(when)s", when=formats.as_deadline(poll.closes_at))
    return PollPage(now, when, may_call_off=ahead and can(visitor, P.POLL_PREPARE))


def _opens(poll: Poll) -> str:
    return gettext("opens %(when)s", when=formats.as_datetime(poll.opens_at))
