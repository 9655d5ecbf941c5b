"""What connections are set up with."""

from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from tenants import db


def test_what_people_wrote_does_not_get_into_the_log_with_an_error(app, make, caplog):
    community = make.community()
    browser = make.browser(make.member(community), community)

    def fail(connection, _cursor, statement, values, *_):
        if statement.startswith("INSERT INTO proposal "):
            hidden = connection.engine.hide_parameters
            raise OperationalError(statement, values, Exception("is full"), hide_parameters=hidden)

    event.listen(db.engines.app, "before_cursor_execute", fail)
    try:
        form = {"title": "家里的事", "text": "请帮帮我", "category": "other", "place": "3-201", "private": "y"}
        browser.client.post(browser.path("proposals/new?kind=request"), data=form)
    finally:
        event.remove(db.engines.app, "before_cursor_execute", fail)
    assert "INSERT INTO proposal" in caplog.text
    assert not [word for word in form.values() if len(word) > 2 and word != "other" and word in caplog.text]


def test_every_engine_hides_the_values_it_sends(app):
    names = ("app", "counting", "superior", "reader")
    assert all(getattr(db.engines, name).hide_parameters for name in names)
