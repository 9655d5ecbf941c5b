"""Limits are exact when several come at the same instant, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.board.models import Notice
from app.community.models import Post, PostKind, PostTerm
from app.core import clock
from app.core.ids import id_text
from app.deliberation.models import Statement
from app.proposals.models import Kind, Proposal, State
from tenants import db
from tests.support.at_once import at_once


def number_of(make, community, query):
    with make.inside(community):
        return db.session.scalar(query) or 0


def test_of_two_appointed_to_one_post_at_once_one_holds_it(make, community):
    post = make.row(Post, community, kind=PostKind.COMMITTEE, title="书记")
    members = [make.member(community, name=f"候选{n}") for n in range(2)]
    desks = [make.browser(make.official(community), community) for _ in range(2)]
    address, day = f"desk/posts/{id_text(post.id)}/term", clock.local(clock.now(), community.zone).date().isoformat()

    def appoint(place):
        member = members[place]
        return lambda: desks[place].post(f"{address}?q={member.name}", member=id_text(member.id), since=day).status_code

    assert sorted(at_once(appoint(0), appoint(1), at="INSERT INTO post_term")) == [303, 409]
    held = select(func.count()).select_from(PostTerm).where(PostTerm.post_id == post.id)
    assert number_of(make, community, held) == 1


def test_of_two_third_speeches_at_once_neither_goes_beyond_two(make, community):
    now = clock.now()
    proposal = make.row(
        Proposal, community, kind=Kind.PROPOSAL, state=State.DELIBERATING, visible_at=now, title="t", text="t",
        deliberation_closes_at=now + timedelta(days=3),
    )  # fmt: skip
    member = make.member(community)
    browsers = [make.browser(member, community) for _ in range(2)]
    address = f"proposals/{proposal.number}/statements/new"
    assert browsers[0].post(address, stance="against", text="一").status_code == 303
    first, other = (
        lambda b=b, t=t: b.post(address, stance="against", text=t).status_code
        for b, t in zip(browsers, "二三", strict=True)
    )
    assert sorted(at_once(first, other, at="INSERT INTO statement")) == [303, 409]
    assert number_of(make, community, select(func.count()).select_from(Statement)) == 2


def test_of_two_third_pins_at_once_two_notices_stay_on_top(make, community):
    official = make.official(community)
    make.row(Notice, community, title="一", text="一", pinned=True, posted_at=clock.now())
    browsers = [make.browser(official, community) for _ in range(2)]
    first, other = (
        lambda b=b, t=t: b.post("board/new", title=t, text=t, pinned="y", where="").status_code
        for b, t in zip(browsers, ("甲", "乙"), strict=True)
    )
    answers = at_once(first, other, at="INSERT INTO notice")
    assert sorted(answers) == [303, 409]
    pinned = select(func.count()).select_from(Notice).where(Notice.pinned.is_(True))
    assert number_of(make, community, pinned) == 2


@pytest.mark.parametrize("times", [6])
def test_six_to_one_post_one_after_another(make, community, times):
    post = make.row(Post, community, kind=PostKind.COMMITTEE, title="书记")
    desk, day = make.browser(make.official(community), community), clock.local(clock.now(), community.zone).date()
    answers = []
    for n in range(times):
        member = make.member(community, name=f"人选{n}")
        form = {"member": id_text(member.id), "since": day.isoformat()}
        answers.append(desk.post(f"desk/posts/{id_text(post.id)}/term?q={member.name}", **form).status_code)
    assert sorted(answers) == [303] + [409] * (times - 1)
