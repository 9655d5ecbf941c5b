"""Limits are exact when several come at the same instant, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.board.models import Notice
from app.community import operations
from app.community.models import Grid, Organisation, Post, PostKind, PostTerm, VerifiedHow
from app.core import clock
from app.core.ids import id_text
from app.core.refusal import Refused
from app.deliberation.models import Statement
from app.proposals.models import Kind, Proposal, State
from tenants import db
from tenants.models import Listing
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


def test_of_two_who_end_each_others_term_at_once_one_stays_to_look_after_the_community(make, community):
    officials = [make.official(community) for _ in range(2)]
    with make.inside(community):
        terms = {term.membership_id: id_text(term.id) for term in db.session.scalars(select(PostTerm))}
    desks = [make.browser(official, community) for official in officials]
    ends = [
        lambda desk=desk, term=terms[other.id]: desk.post(f"desk/terms/{term}/end", sure="yes").status_code
        for desk, other in zip(desks, reversed(officials), strict=True)
    ]
    assert sorted(at_once(*ends, at="UPDATE post_term")) == [303, 409]
    ended = select(func.count()).select_from(PostTerm).where(PostTerm.until.is_not(None))
    assert number_of(make, community, ended) == 1


def test_nobody_is_put_into_office_and_onto_the_board_at_once(make, community):
    posts = [make.row(Post, community, kind=kind, title=kind) for kind in (PostKind.COMMITTEE, PostKind.SUPERVISION)]
    member, day = make.member(community, name="两边都要"), clock.local(clock.now(), community.zone).date().isoformat()
    desks = [make.browser(make.official(community), community) for _ in posts]
    appoint = [
        lambda desk=desk, post=post: (
            desk.post(
                f"desk/posts/{id_text(post.id)}/term?q={member.name}", member=id_text(member.id), since=day
            ).status_code
        )
        for desk, post in zip(desks, posts, strict=True)
    ]
    assert sorted(at_once(*appoint, at="INSERT INTO post_term")) == [303, 409]


def test_of_two_doors_at_once_a_newcomer_is_announced_behind_one(make, community):
    doors = [make.household(community) for _ in range(2)]
    for household in doors:
        make.member(community, household=household)
    newcomer, desks = make.member(community, verified=False), [make.official(community) for _ in doors]

    def verify(official, household):
        with make.inside(community):
            member, door = (db.session.get_one(type(row), (row.community_id, row.id)) for row in (newcomer, household))
            try:
                operations.verify(make.visitor(official, community), member, door, VerifiedHow.IN_PERSON)
            except Refused:
                return "refused"
            db.commit()
            return "announced"

    calls = [lambda official=o, household=h: verify(official, household) for o, h in zip(desks, doors, strict=True)]
    assert sorted(at_once(*calls, at="INSERT INTO verification")) == ["announced", "refused"]


def test_doors_entered_at_once_in_one_grid_are_all_counted(make, community):
    def enter(room):
        with make.inside(community):
            grid = db.session.scalars(select(Grid)).one()
            operations.add_households(None, community, grid, [("9", "1", room)])
            db.commit()

    at_once(lambda: enter("101"), lambda: enter("102"), at="UPDATE grid")
    assert number_of(make, community, select(Grid.households)) == 2
    assert number_of(make, community, select(Listing.households)) == 2


def test_of_two_parts_of_one_name_at_once_one_is_made(make, community):
    desks = [make.browser(make.official(community), community) for _ in range(2)]
    first, other = (lambda desk=desk: desk.post("desk/grids", name="北片").status_code for desk in desks)
    assert sorted(at_once(first, other, at="INSERT INTO grid")) == [303, 409]
    assert number_of(make, community, select(func.count()).select_from(Grid).where(Grid.name == "北片")) == 1


def test_of_two_posts_for_one_organisation_at_once_it_is_entered_once(make, community):
    desks = [make.browser(make.official(community), community) for _ in range(2)]
    form = {"kind": "organisation_seat", "title": "席位", "organisation_kind": "social_org", "grid": ""}
    first, other = (
        lambda desk=desk, name=name: desk.post("desk/posts", **form, organisation=name).status_code
        for desk, name in zip(desks, ("绿色基金", "绿色 基金"), strict=True)
    )
    assert at_once(first, other, at="INSERT INTO organisation") == [303, 303]
    assert number_of(make, community, select(func.count()).select_from(Organisation)) == 1
