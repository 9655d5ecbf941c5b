"""Of every class that moderation may take down, and on every page: gone for all but those who decide, and back whole.

One village of each database tells it: what stands in it is taken down and given back, one kind after another, and all its
pages are opened before, while each is down, and after. On PostgreSQL, while one is down, only the pages that showed any.
"""

from datetime import timedelta

import pytest

from app.board.models import NoticeKind
from app.board.operations import announce
from app.core import clock
from app.core.ids import id_text
from app.core.moderated import Moderated
from app.core.registry import registry
from app.notifications.kinds import KINDS
from app.notifications.operations import tell
from app.proposals.models import Kind, Proposal, State
from tenants import db
from tenants.owned import tables
from tests.moderation.steps import again, given_back, reported, ruled, ruling_on
from tests.support.factories import Make
from tests.support.village import addresses, new_village

READERS = ("stranger", "guest", "pending", "grid_worker", "reviewer")
KINDS_OF_TEXT = ("notice", "poll", "proposal", "shift", "statement")


def canary(kind):
    return f"金丝雀 {kind}"


class Story:
    """`before`, `down[kind]` and `after` hold (kind, role, address) of each page that shows a kind's canary."""

    def __init__(self, app):
        self.app, self.make = app, Make(app)
        self.village = new_village(self.make)
        self.community, self.author = self.village.community, self.village.people["resident"]
        village_own = self.village.rows
        self.rows = {kind: self._told(kind, village_own[kind]) for kind in KINDS_OF_TEXT if kind != "proposal"}
        self.rows["proposal"] = self._told("proposal", self._proposal())  # the village's own is reported already
        self.pages = self._addresses(village_own) | self._addresses(village_own | {"proposal": self.rows["proposal"]})
        self.before = self._shown(self.pages)
        few = {address for _, _, address in self.before}
        self.down, self.decider_reads, self.author_reads, self.again_reported, self.hidden_at = {}, {}, {}, {}, {}
        for kind, row in self.rows.items():
            self._take_down_and_give_back(kind, row, self.pages if db.engines.is_sqlite else few)
        self.after = self._shown(self.pages)

    def _proposal(self):
        given = {"kind": Kind.PROPOSAL, "state": State.OPEN, "visible_at": clock.now(), "author_id": self.author.id}
        return self.make.row(Proposal, self.community, **given)

    def _told(self, kind, row):
        """The text carries its canary, which a neighbour's inbox and the board repeat."""
        with self.make.inside(self.community):
            row = db.session.merge(row)
            row.text = canary(kind)
            for name, value in _titled(row, self.author, canary(kind)).items():
                setattr(row, name, value)
            if getattr(row, "number", None):
                announce(NoticeKind.RESULT, canary(kind), canary(kind), kind, row.number)
                self._tell_a_neighbour(kind, row)
            db.commit()
        return row

    def _tell_a_neighbour(self, kind, row):
        for told in KINDS.values():
            if told.about == kind and "%(title)s" in told.words:
                tell(told, [self.village.people["pending"].id], row.number, title=canary(kind), name="")

    def _addresses(self, rows):
        return {address for _, address in addresses(self.app, self.village.region, self.community, rows)}

    def _shown(self, pages):
        found = set()
        for role in READERS:
            browser = self.make.browser(self.village.people[role], self.community)
            for address in sorted(pages):
                text = browser.get(address).text
                found |= {(kind, role, address) for kind in KINDS_OF_TEXT if canary(kind) in text}
        return found

    def _take_down_and_give_back(self, kind, row, pages):
        report = reported(self.make, self.community, row)
        board = self.make.official(self.community, "supervision" if report.to_supervision else "committee")
        decider = self.make.browser(board, self.community)
        self.decider_reads[kind] = canary(kind) in decider.get(f"desk/moderation/{report.number}").text
        assert ruled(self.make, self.community, report).status_code == 303
        self.down[kind] = self._shown(pages)
        self.author_reads[kind] = self._author_reads(kind, row)
        official = self.make.browser(self.make.official(self.community), self.community)
        address = f"moderation/report?kind={kind}&subject={id_text(row.id)}"
        self.again_reported[kind] = official.post(address, rule="1").status_code
        given_back(self.make, self.community, ruling_on(self.make, self.community, row))
        self.hidden_at[kind] = again(self.make, self.community, row).hidden_at

    def _author_reads(self, kind, row):
        """None where it has no page of its own, or one that stays for all."""
        page = registry.kind(kind).page
        if not page or row.page_stays:
            return None
        with self.app.test_request_context():
            address = self.app.url_for(page, slug=self.community.slug, number=row.number)
        return canary(kind) in self.make.browser(self.author, self.community).get(address).text


def _titled(row, author, title):
    now = clock.now()
    given = {
        "title": title,
        "pinned": True,  # else the notices of the others would push it from the home page
        "author_id": author.id,
        "organiser_id": author.id,
        "starts_at": now + timedelta(days=1),
        "ends_at": now + timedelta(days=2),
    }
    return {name: value for name, value in given.items() if name in type(row).__table__.columns}


@pytest.fixture(scope="module")
def stories():
    return {}


@pytest.fixture
def story(app, stories):
    if app not in stories:
        stories[app] = Story(app)
    return stories[app]


of_each_kind = pytest.mark.parametrize("kind", KINDS_OF_TEXT)


def test_what_can_be_taken_down_is_what_can_be_reported(app):
    moderated = {name for name, model in tables().items() if issubclass(model, Moderated)}
    assert moderated == set(registry.reportable()) == set(KINDS_OF_TEXT)


@of_each_kind
def test_while_it_is_down_no_page_shows_it(story, kind):
    assert _of(story.before, kind), "it stood on no page"
    assert _of(story.down[kind], kind) == set()


@of_each_kind
def test_once_given_back_it_stands_wherever_it_stood(story, kind):
    assert _of(story.after, kind) == _of(story.before, kind)
    assert story.hidden_at[kind] is None


@of_each_kind
def test_its_author_and_those_who_decide_still_read_it(story, kind):
    assert story.decider_reads[kind]
    assert story.author_reads[kind] in (True, None)


@of_each_kind
def test_a_taken_down_text_takes_no_further_report(story, kind):
    assert story.again_reported[kind] == 409


def _of(shown, kind):
    return {one for one in shown if one[0] == kind}
