"""Floor (r): the same HTML of the same rows, from one flat template of ready strings after one ORM query a table.

The page is drawn once by the product; wherever its HTML says what a row holds, the flat template puts that column in. All
else stands in it as it is. So the floor does what no page can do without: read its rows and put the answer together.
"""

from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from jinja2 import Environment
from markupsafe import escape
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Account, LoginSession
from app.community.models import Household, Membership
from app.deliberation.models import Statement
from app.polls.models import Elector, Poll, PollOption
from app.proposals.models import Answer, Proposal, ProposalEvent
from app.score.models import ScoreSnapshot
from app.volunteering.models import Shift
from benchmarks.case import Case
from tenants.models import Community, Region

SHOWN = ("name", "title", "text", "place", "code", "slug")
SIGNED_IN = ((LoginSession, 1), (Account, 1), (Membership, 1))
TABLES: dict[str, tuple[tuple[Any, int], ...]] = {  # page → what it reads, and how many rows of it
    "list signed out": ((Community, 1), (Proposal, 20)),
    "home signed out": ((Community, 1), (Poll, 1), (Shift, 3), (Proposal, 6), (Statement, 0)),
    "a proposal with 10 statements": (
        (Community, 1), (Proposal, 1), (Statement, 10), (Membership, 10), (Answer, 1), (ProposalEvent, 1), (Poll, 1), (Shift, 1),
    ),
    "a ballot": ((Community, 1), *SIGNED_IN, (Poll, 1), (PollOption, 1), (Elector, 1), (Household, 1)),
    "Today at the desk": ((Community, 1), *SIGNED_IN, (Proposal, 20), (Shift, 5)),
    "superior's desk": ((Region, 1), (LoginSession, 1), (Account, 1), (Community, 20), (ScoreSnapshot, 20)),
}  # fmt: skip


def add(app: Flask, engine: Any, community: Any, cases: dict[str, Case]) -> None:
    """Under /floor/<page>, one for each page that has a floor."""
    pages: dict[str, Any] = {}

    @app.get("/floor/<name>")
    def floor(name: str) -> str:
        with Session(engine) as session:
            rows = [list(session.scalars(query)) for query in queries[name]]
            if name not in pages:
                pages[name] = Environment(autoescape=True).from_string(_template(app, cases[name], rows))
            return pages[name].render(rows=rows)

    queries = {name: [_query(model, most, community) for model, most in TABLES[name]] for name in TABLES}


def _query(model: Any, most: int, community: Any) -> Any:
    query = select(model).limit(most)
    if model is Community:
        return query.where(Community.id == community.id) if most == 1 else query
    if model is Proposal:
        query = query.order_by(Proposal.number.desc())
    return query.where(model.community_id == community.id) if hasattr(model, "community_id") else query


def _template(app: Flask, case: Case, rows: list[list[Any]]) -> str:
    """The product's page, with the columns of the rows in the place of what they say."""
    client = app.test_client(use_cookies=False)
    page = client.get(urlsplit(case.path).path, headers=case.headers).get_data(as_text=True)
    page = page.replace("{", "{{ '{' }}")
    for table, found in enumerate(rows):
        for place, row in enumerate(found):
            for column in SHOWN:
                said = getattr(row, column, None)
                if isinstance(said, str) and len(said) > 3 and str(escape(said)) in page:
                    page = page.replace(str(escape(said)), f"{{{{ rows[{table}][{place}].{column} }}}}", 1)
    return page
