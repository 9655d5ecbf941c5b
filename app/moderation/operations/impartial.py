"""Who has no part in a text and may decide about it: neither its author, nor who reported it, nor whom it speaks of."""

from typing import Any

from app.access import CommunityVisitor, committee
from app.community.operations import committee_members
from app.community.spoken_of import called, speaks_of, speaks_of_committee
from app.core.refusal import N_, Refused
from app.core.registry import registry


def concerns_committee(reporter: CommunityVisitor, subject: Any) -> bool:
    """Reported or written by someone of the committee, said in office, or speaking of the committee or one of its people."""
    reportable = registry.kind(subject.__tablename__).reportable
    if committee(reporter, None) or (reportable is not None and reportable.in_office(subject)):
        return True
    if subject.author_id in committee_members():
        return True
    return speaks_of_committee(reporter.community, *subject.written())


def require_no_part(visitor: CommunityVisitor, subject: Any) -> None:
    """Refused for whoever wrote the text or is spoken of in it by name."""
    if subject.author_id == visitor.membership.id:
        raise Refused(N_("Someone else must decide about your own text."))
    if speaks_of(called(visitor.membership.name, visitor.office), *subject.written()):
        raise Refused(N_("This text speaks of you. Someone else must decide."))
