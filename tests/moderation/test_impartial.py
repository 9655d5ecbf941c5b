"""Nobody decides about what they reported, wrote or are spoken of in; what concerns the committee is not its to decide."""

import pytest
from sqlalchemy import select

from app.community.models import Post, PostKind, PostTerm
from app.core import clock
from app.core.ids import id_text
from app.deliberation.models import Statement
from app.moderation.models import Appeal
from app.moderation.queries import waiting_count
from app.proposals.models import Kind, Proposal, State
from tenants import db
from tests.moderation.steps import reported, ruled, taken_down

CRITICAL = {
    "the committee": "居委会三个月没有回话。",
    "its long name": "居民委员会的账从来不公开。",
    "one of its people by name": "王建国拿了钱不办事。",
    "one of its people by title": "居委会主任从来不在。",
    "one of its people, politely": "王主任收了好处。",
    "with blanks between": "王 建 国 拿了钱不办事。",
    "in traditional letters": "王建國拿了錢不辦事。",
    "the committee in other letters": "居 委 會三个月没有回话。",
    "the committee in English": "The residents' committee never answers.",
}


@pytest.fixture
def town(make):
    community = make.community(profile="cn")
    proposal = make.row(
        Proposal,
        community,
        author_id=make.member(community).id,
        kind=Kind.PROPOSAL,
        state=State.OPEN,
        visible_at=clock.now(),
    )
    return community, proposal, make.official(community, name="王建国", title="居委会主任")


def said(make, town, text, **given):
    author = given.pop("author", None) or make.member(town[0])
    return make.row(Statement, town[0], proposal_id=town[1].id, author_id=author.id, text=text, **given)


@pytest.mark.parametrize("about", CRITICAL)
def test_words_about_the_committee_go_to_the_supervision_board(make, town, about):
    report = reported(make, town[0], said(make, town, CRITICAL[about]))
    assert ruled(make, town[0], report, by=town[2]).status_code == 403
    assert str(report.number) not in make.browser(town[2], town[0]).get("desk/moderation").text
    assert ruled(make, town[0], report, by=make.official(town[0], "supervision")).status_code == 303


def test_what_someone_of_the_committee_reports_goes_to_the_supervision_board(make, town):
    report = reported(make, town[0], said(make, town, "这路灯该修了。"), by=town[2])
    for official in (town[2], make.official(town[0])):
        assert ruled(make, town[0], report, by=official).status_code == 403
    assert ruled(make, town[0], report, by=make.official(town[0], "supervision")).status_code == 303


def test_what_someone_of_the_committee_wrote_goes_to_the_supervision_board(make, town):
    report = reported(make, town[0], said(make, town, "大家别急。", author=town[2]))
    assert ruled(make, town[0], report, by=make.official(town[0])).status_code == 403


def test_other_words_stay_with_the_committee(make, town):
    report = reported(make, town[0], said(make, town, "王建军说话不好听，planning 也不对。"))
    assert ruled(make, town[0], report, by=town[2]).status_code == 303


def test_nobody_of_the_board_rules_on_their_own_report_or_on_words_about_themselves(make, town):
    board = make.official(town[0], "supervision", name="赵明远")
    own = reported(make, town[0], said(make, town, "居委会不行。"), by=board)
    assert make.browser(board, town[0]).get(f"desk/moderation/{own.number}").status_code == 409
    assert ruled(make, town[0], own, by=board).status_code == 409
    about = reported(make, town[0], said(make, town, "居委会和赵明远是一家。"))
    assert ruled(make, town[0], about, by=board).status_code == 409
    for report in (own, about):
        assert ruled(make, town[0], report, by=make.official(town[0], "supervision")).status_code == 303


def test_whoever_reported_a_text_does_not_decide_the_appeal(make, town):
    author, board = make.member(town[0]), make.official(town[0], "supervision")
    ruling = taken_down(make, town[0], said(make, town, "你们都是骗子。", author=author), reporter=board)
    make.browser(author, town[0]).post(f"moderation/rulings/{id_text(ruling.id)}/appeal", text="请再看看")
    with make.inside(town[0]):
        appeal = db.session.scalars(select(Appeal)).one()
    address, form = f"moderation/appeals/{id_text(appeal.id)}", {"decision": "uphold", "reason": "维持"}
    assert make.browser(board, town[0]).post(address, **form).status_code == 409
    other = make.official(town[0], "supervision")
    assert make.browser(other, town[0]).post(address, **form).status_code == 303


def test_whoever_reports_what_is_reported_already_is_heard_and_does_not_rule(make, town):
    community, official = town[0], town[2]
    report = reported(make, community, (text := said(make, town, "这路灯该修了。")))
    address = f"moderation/report?kind=statement&subject={id_text(text.id)}"
    neighbour = make.member(community)
    for _ in range(2):
        assert make.browser(neighbour, community).post(address, rule="2", text="里面有我的电话").status_code == 303
    assert "里面有我的电话" in make.browser(official, community).get(f"desk/moderation/{report.number}").text

    assert make.browser(official, community).post(address, rule="1", text="不妥").status_code == 303
    for one in (official, make.official(community)):  # what the committee says too is not its to decide
        assert ruled(make, community, report, by=one).status_code == 403
    board = make.official(community, "supervision")
    assert make.browser(board, community).post(address, rule="1", text="不妥").status_code == 303
    assert ruled(make, community, report, by=board).status_code == 409
    assert ruled(make, community, report, by=make.official(community, "supervision")).status_code == 303


@pytest.fixture
def checking(make):
    """A community that checks texts first, with someone of the committee and someone of the board."""
    community = make.community(check_first=True)
    return community, make.official(community, name="王建国"), make.official(community, "supervision")


def written(make, community, title, **given):
    author = make.browser(make.member(community), community)
    author.post("proposals/new?kind=request", title=title, category="other", **given)
    with make.inside(community):
        return db.session.scalars(select(Proposal).order_by(Proposal.number.desc())).first()


def check(make, community, by, item, **given):
    return make.browser(by, community).post(f"proposals/{item.number}/check", decision="show", **given)


def test_a_waiting_text_about_the_committee_is_not_checked_by_it(make, checking):
    community, official, board = checking
    item = written(make, community, "居委会的账三年没有公开")
    assert item.state is State.WAITING
    assert check(make, community, official, item).status_code == 403
    assert item.title not in make.browser(official, community).get("desk/").text
    assert "监督委员会在" in make.browser(board, community).get(f"proposals/{item.number}").text
    assert item.title in make.browser(board, community).get("desk/moderation").text
    assert check(make, community, board, item).status_code == 303
    assert item.title in make.browser(make.member(community), community).get("proposals/").text


def test_other_waiting_texts_stay_with_the_committee(make, checking):
    community, official, board = checking
    item = written(make, community, "路灯不亮")
    assert check(make, community, board, item).status_code == 403
    assert item.title not in make.browser(board, community).get("desk/moderation").text
    assert check(make, community, official, item).status_code == 303


def test_where_nobody_sits_on_the_board_a_text_about_the_committee_is_shown_at_once(make):
    community = make.community(check_first=True)
    make.official(community, name="王建国")
    assert written(make, community, "王建国从来不接电话").state is State.OPEN
    assert written(make, community, "路灯不亮").state is State.WAITING


def test_a_private_request_about_the_committee_is_for_its_eyes_as_its_author_wished(make, checking):
    item = written(make, checking[0], "居委会请给我回个电话", private="y")
    assert (item.state, item.to_supervision) == (State.WAITING, False)


def test_the_desk_counts_the_reports_that_wait_for_its_own_reader(make, town):
    """A grid worker may sit on the supervision board: what waits there is not what waits for the committee."""
    community = town[0]
    reported(make, community, said(make, town, "这路灯该修了。"))
    reported(make, community, said(make, town, "大家别急。"))
    reported(make, community, said(make, town, CRITICAL["the committee"]))
    both = make.official(community, "grid_worker")
    board = make.row(Post, community, kind=PostKind.SUPERVISION, title="监督委员")
    make.row(PostTerm, community, membership_id=both.id, post_id=board.id, since=clock.now().date())
    with make.inside(community):
        assert waiting_count(make.visitor(both, community)) == 1
        assert waiting_count(make.visitor(town[2], community)) == 2


# -- where nobody sits on the board -----------------------------------------------------------------------------------

NOBODY = "目前没有人任职"


def test_where_nobody_sits_on_the_board_the_committee_reads_what_waits_for_it(make, town):
    """Reported, and appealed: nobody else may decide these, so whoever can fill the board is told."""
    community, _, official = town
    report = reported(make, community, said(make, town, CRITICAL["the committee"]))
    browser = make.browser(official, community)
    desk = browser.get("desk/").text
    assert ("居务监督委员会" + NOBODY in desk, "1 件在等" in desk) == (True, True)
    make.official(community, "supervision")
    assert NOBODY not in browser.get("desk/").text
    assert report.to_supervision


def test_where_nobody_sits_on_the_board_nobody_is_promised_three_days(make, town):
    community, _, official = town
    author = make.member(community)
    ruling = taken_down(make, community, said(make, town, "你这个笨蛋", author=author))
    browser = make.browser(author, community)
    address = f"moderation/rulings/{id_text(ruling.id)}/appeal"
    page = browser.get(address).text
    assert (NOBODY in page, "三个工作日" in page) == (True, False)
    assert browser.post(address, text="我没有骂人").status_code == 303
    assert "1 件在等" in make.browser(official, community).get("desk/").text
    make.official(community, "supervision")
    assert NOBODY not in make.browser(official, community).get("desk/").text
