"""Every page asks the database as many questions at 50 rows of everything as at 5, for every role."""

import pytest

from tenants import db
from tests.support.counting import Counted
from tests.support.town import town_of
from tests.support.village import FEATURES, addresses, feature_of

LISTS = {
    "accounts.me", "audit.index", "board.index", "community.people", "deliberation.index", "desk.members", "desk.posts",
    "pages.queue", "moderation.desk", "moderation.log", "notifications.inbox", "oversight.desk", "oversight.looks",
    "polls.index", "polls.ballots_json, published", "proposal_page.show", "proposals.index", "ratings.index",
    "volunteering.attendance_page", "volunteering.index", "volunteering.ics",
}  # fmt: skip
FEW, MANY = 5, 50


@pytest.mark.parametrize("feature", FEATURES)
def test_every_page_asks_the_same_number_of_questions_at_5_and_at_50_rows(app, make, feature):
    few, many = _looks(app, make, FEW, feature), _looks(app, make, MANY, feature)
    unequal = [page for page in few if len(few[page][2]) != len(many[page][2])]
    few |= _looks(app, make, FEW, feature, unequal)  # what a first look writes (that someone looked) is written now
    many |= _looks(app, make, MANY, feature, unequal)
    assert {status for status, _, _ in many.values()} <= {200, 303, 403, 404}
    longer = {endpoint for role, endpoint in few if many[role, endpoint][1] > 1.4 * few[role, endpoint][1]}
    lists = {one for one in LISTS if feature_of(app, one.partition(",")[0]) == feature}
    assert longer >= lists, lists - longer  # else nothing was shown that could have cost a question
    for page, (status, _, asked) in few.items():
        again = many[page]
        twice = [one for one in again[2] if again[2].count(one) > 1]
        assert (status, len(asked)) == (again[0], len(again[2])), (page, twice)


def test_a_communitys_home_asks_little(app, make):
    home = _looks(app, make, MANY, "pages", [("stranger", "pages.community"), ("resident", "pages.community")])
    assert len(home["stranger", "pages.community"][2]) <= 9  # on PostgreSQL the binding is told to the server
    assert len(home["resident", "pages.community"][2]) <= 13


def _looks(app, make, size, feature, only=None):
    """(role, endpoint) → (status, length of the page, the statements sent)."""
    town, found = town_of(make, size), {}
    pages = _pages(app, town, feature)
    for role, who in town.people.items():
        browser = make.browser(who, town.community)
        for endpoint, address in pages:
            if only is None or (role, endpoint) in only:
                found[role, endpoint] = _look(browser, address)
    return found


def _pages(app, town, feature):
    """Of the feature; those that name a poll once more with a published one."""
    pages = list(addresses(app, town.region, town.community, town.first, feature))
    published = town.first | {"poll": town.rows["poll"][1]}
    other = addresses(app, town.region, town.community, published, feature)
    first = dict(pages)
    return pages + [(f"{endpoint}, published", address) for endpoint, address in other if first[endpoint] != address]


def _look(browser, address):
    with Counted(db.engines.app, db.engines.superior, db.engines.reader) as counted:
        response = browser.client.get(address)
    return response.status_code, len(response.data), counted.statements
