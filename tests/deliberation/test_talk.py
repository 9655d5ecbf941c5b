"""What people say to a matter: 500 characters, two speeches while it is talked over, one level of replies, and
reactions of others.
"""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.community.models import Household, Membership, OrganisationKind, Post, PostKind, PostTerm, VerifiedHow
from app.community.operations import organisation, settle_in
from app.core import clock
from app.core.ids import id_text
from app.deliberation.models import Statement
from app.demo.telling import again
from app.proposals.models import Kind, Proposal, State
from tenants import db
from tests.support.at_once import at_once

DAY = timedelta(days=1)


@pytest.fixture
def town(make):
    """A community, its proposal that is being talked over, and the proposal's author."""
    community = make.community()
    author = make.member(community)
    return community, matter(make, community, author), author


def matter(make, community, author, **given):
    now = clock.now()
    values = {
        "kind": Kind.PROPOSAL,
        "state": State.DELIBERATING,
        "visible_at": now,
        "deliberation_closes_at": now + DAY,
    }
    return make.row(Proposal, community, author_id=author.id, **(values | given))


def say(make, town, who, text, **given):
    address = f"proposals/{town[1].number}/statements/new"
    return make.browser(who, town[0]).post(address, **({"stance": "comment", "text": text} | given))


def said(make, town):
    with make.inside(town[0]):
        return list(db.session.scalars(select(Statement).order_by(Statement.id)))


def test_only_those_who_may_speak_are_asked_to(make, town):
    asked = "来说第一句吧"
    address = f"proposals/{town[1].number}"
    assert asked in make.browser(make.member(town[0]), town[0]).get(address).text
    stranger = make.browser(None, town[0]).get(address).text
    assert ("还没有人发言" in stranger, asked in stranger) == (True, False)


def test_five_hundred_characters_are_said_and_one_more_is_kept_for_the_speaker(make, town):
    speaker = make.member(town[0])
    assert say(make, town, speaker, "好" * 500).status_code == 303
    page = say(make, town, speaker, "坏" * 501)
    assert (page.status_code, "坏" * 501 in page.text) == (422, True)
    assert say(make, town, speaker, "   ").status_code == 422
    assert [one.text for one in said(make, town)] == ["好" * 500]
    shown = make.browser(None, town[0]).get(f"proposals/{town[1].number}").text
    assert "好" * 500 in shown
    assert speaker.name not in shown


def test_everyone_speaks_twice_while_it_is_talked_over_and_may_always_comment(make, town):
    speaker = make.member(town[0])
    assert [say(make, town, speaker, "话", stance=side).status_code for side in ("for", "amend", "against")] == [
        303,
        303,
        409,
    ]
    assert say(make, town, speaker, "再说一句").status_code == 303
    assert say(make, town, make.member(town[0]), "我反对", stance="against").status_code == 303


@pytest.mark.parametrize(
    "state", [{"state": State.OPEN}, {"state": State.ENDORSED}, {"deliberation_closes_at": clock.now() - DAY}]
)
def test_sides_are_taken_only_while_the_talk_is_open(make, town, state):
    proposal = matter(make, town[0], town[2], **state)
    here = (town[0], proposal, town[2])
    speaker = make.member(town[0])
    assert say(make, here, speaker, "我赞成", stance="for").status_code == 409
    assert say(make, here, speaker, "我有话说").status_code == 303


def test_when_it_has_ended_or_is_private_nobody_speaks_to_it(make, town):
    speaker = make.official(town[0])
    for given in ({"state": State.CONFIRMED}, {"kind": Kind.REQUEST, "state": State.OPEN, "private": True}):
        here = (town[0], matter(make, town[0], town[2], **given), town[2])
        assert say(make, here, speaker, "我有话说").status_code == 409


def test_replies_go_one_level_deep_and_are_told_to_whom_they_answer(make, town):
    first, second = make.member(town[0]), make.member(town[0])
    say(make, town, first, "装声控灯吧")
    top = said(make, town)[0]
    assert say(make, town, second, "太吵了", parent=id_text(top.id)).status_code == 303
    reply = said(make, town)[1]
    assert reply.parent_id == top.id
    assert say(make, town, first, "不吵", parent=id_text(reply.id)).status_code == 409
    assert str(town[1].number) in make.browser(first, town[0]).get("inbox").text
    elsewhere = (town[0], matter(make, town[0], town[2]), town[2])
    assert say(make, elsewhere, second, "太吵了", parent=id_text(top.id)).status_code == 409
    with make.inside(town[0]):
        again(Statement, top).hidden_at = clock.now()
        db.commit()
    assert say(make, town, second, "说的什么？", parent=id_text(top.id)).status_code == 404


def test_others_react_once_and_may_change_their_mind_and_nobody_to_themselves(make, town):
    speaker, neighbour = make.member(town[0]), make.member(town[0])
    say(make, town, speaker, "装声控灯吧")
    address = f"statements/{id_text(said(make, town)[0].id)}/reaction"
    for kind in ("agree", "agree", "disagree"):
        assert make.browser(neighbour, town[0]).post(address, kind=kind, htmx=True).status_code == 200
    assert make.browser(speaker, town[0]).post(address, kind="agree").status_code == 409
    assert make.browser(neighbour, town[0]).post(address, kind="love").status_code == 422
    assert make.browser(make.guest(town[0]), town[0]).post(address, kind="agree").status_code == 403
    counted = said(make, town)[0]
    assert (counted.agree, counted.disagree, counted.passed) == (0, 1, 0)


def test_what_pending_people_say_is_shown_as_theirs_and_counts_once_they_are_verified(make, town):
    newcomer, home = make.member(town[0], verified=False), make.household(town[0])
    assert say(make, town, newcomer, "我刚搬来").status_code == 303
    assert "not yet verified" in make.browser(newcomer, town[0], locale="en").get(f"proposals/{town[1].number}").text
    assert not said(make, town)[0].counts
    with make.inside(town[0]):
        settle_in(again(Membership, newcomer), again(Household, home), VerifiedHow.INVITATION, None)
        db.commit()
    now = said(make, town)[0]
    assert (now.counts, now.household_id, now.grid_id) == (True, home.id, home.grid_id)
    assert say(make, town, make.guest(town[0]), "路过").status_code == 403


def test_organisations_and_those_in_office_speak_under_their_name(make, town):
    community = town[0]
    with make.inside(community):
        shop = organisation("绿邻环保服务中心", OrganisationKind.SOCIAL_ORG)
        db.commit()
    speaker = make.member(community, verified=False, asked_place=None, verified_at=clock.now(), staff=True)
    seat = make.row(Post, community, kind=PostKind.ORGANISATION_SEAT, title="席位", organisation_id=shop.id)
    today = clock.local(clock.now(), community.zone).date()
    make.row(PostTerm, community, membership_id=speaker.id, post_id=seat.id, since=today - DAY)
    say(make, town, speaker, "我们出宣传册")
    say(make, town, make.official(community, title="居委会主任"), "我们出灯")
    shown = make.browser(None, community).get(f"proposals/{town[1].number}").text
    assert "绿邻环保服务中心" in shown
    assert "居委会主任" in shown
    assert [one.counts for one in said(make, town)] == [False, False]


def test_what_has_ended_takes_no_reactions_and_offers_none(make, town):
    community, proposal, author = town
    said = make.row(Statement, community, proposal_id=proposal.id, author_id=author.id, text="好")
    address, browser = f"statements/{id_text(said.id)}/reaction", make.browser(make.member(community), community)
    assert f"{id_text(said.id)}/reaction" in browser.get(f"proposals/{proposal.number}/statements").text
    with make.inside(community):
        db.session.execute(update(Proposal).where(Proposal.id == proposal.id).values(state=State.DECLINED))
        db.commit()
    assert browser.post(address, kind="agree").status_code == 409
    assert f"{id_text(said.id)}/reaction" not in browser.get(f"proposals/{proposal.number}/statements").text


def test_two_taps_at_once_are_one_reaction(make, town):
    community, proposal, author = town
    said = make.row(Statement, community, proposal_id=proposal.id, author_id=author.id, text="好")
    member = make.member(community)
    tap = lambda: make.browser(member, community).post(f"statements/{id_text(said.id)}/reaction", kind="agree")
    first, other = at_once(tap, tap, at="INSERT INTO reaction")
    assert (first.status_code, other.status_code) == (303, 303)
    with make.inside(community):
        assert db.session.scalars(select(Statement.agree).where(Statement.id == said.id)).one() == 1


def test_how_someone_pending_takes_it_counts_once_they_are_verified(make, town):
    community, proposal, author = town
    said = make.row(Statement, community, proposal_id=proposal.id, author_id=author.id, text="好")
    pending, key = make.member(community, verified=False), id_text(said.id)
    browser = make.browser(pending, community)
    assert browser.post(f"statements/{key}/reaction", kind="disagree").status_code == 303
    assert browser.post(f"statements/{key}/reaction", kind="agree").status_code == 303
    assert 'aria-pressed="true"' in browser.get(f"proposals/{proposal.number}/statements").text
    assert agreeing(make, community) == 0
    household = make.household(community)
    with make.inside(community):
        settle_in(again(Membership, pending), again(Household, household), VerifiedHow.IN_PERSON, None)
        db.commit()
    assert agreeing(make, community) == 1
    assert browser.post(f"statements/{key}/reaction", kind="pass").status_code == 303
    assert agreeing(make, community) == 0


def agreeing(make, community):
    with make.inside(community):
        return db.session.scalars(select(Statement.agree)).one()


def test_whoever_proposed_it_hears_that_someone_spoke_once_until_they_have_looked(make, town):
    community, proposal, author = town
    inbox = make.browser(author, community, locale="en")
    for text in ("Good", "Better"):
        say(make, town, make.member(community), text)
    say(make, town, author, "Thank you")
    assert inbox.get("inbox").text.count("Someone spoke to your No.") == 1
    assert inbox.post("inbox/read").status_code == 303
    say(make, town, make.member(community), "Best")
    assert inbox.get("inbox").text.count("Someone spoke to your No.") == 2
