"""The inbox: words and links made when shown, in the reader's language."""

from app.community.operations.joining import SORRY
from app.community.operations.verifying import WELCOME
from app.notifications.operations import tell
from tenants import db


def told(make, community, membership, *kinds):
    with make.inside(community):
        for kind in kinds:
            tell(kind, [membership.id], reason="地址不对")
            db.commit()


def test_lines_speak_the_readers_language_and_lead_where_they_are_about(make, community):
    member = make.member(community)
    told(make, community, member, WELCOME, SORRY)
    chinese = make.browser(member, community).get("inbox").text
    assert "您已通过核实" in chinese
    assert "地址不对" in chinese
    assert f'href="/c/{community.slug}/join"' in chinese
    assert "You are verified" in make.browser(member, community, locale="en").get("inbox").text


def test_what_is_new_is_marked_until_it_is_read(make, community):
    member = make.member(community)
    told(make, community, member, WELCOME)
    browser = make.browser(member, community)
    assert "row-new" in browser.get("inbox").text
    assert "bell-count" in browser.get("join").text
    assert browser.post("inbox/read").status_code == 303
    assert "row-new" not in browser.get("inbox").text
    assert "bell-count" not in browser.get("join").text


def test_a_long_inbox_has_pages_and_loses_no_line(make, community):
    member = make.member(community)
    told(make, community, member, *[SORRY] * 45)
    browser, seen, address = make.browser(member, community), 0, "inbox"
    while address:
        page = browser.open(browser.path(address)).text
        seen += page.count("地址不对")
        address = (
            page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&") if 'rel="next"' in page else None
        )
    assert seen == 45


def test_an_inbox_is_its_owners_alone(make, community):
    member, other = make.member(community), make.member(community)
    told(make, community, member, SORRY)
    assert "地址不对" not in make.browser(other, community).get("inbox").text
    assert "还没有消息" in make.browser(make.account(), community).get("inbox").text
    assert make.browser(None, community).get("inbox").status_code == 303


def test_the_way_to_the_inbox_leads_into_the_last_community(make, community):
    member = make.member(community)
    assert make.browser(member).get("/me/inbox").location == f"/c/{community.slug}/inbox"
    assert make.browser(make.account()).get("/me/inbox").location == "/me"
