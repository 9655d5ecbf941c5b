"""A file that somebody sends is nowhere on a disk, and takes no more memory than is set aside for files."""

import pytest
from waitress.adjustments import Adjustments

from app.operating import http
from app.operating.http import LONGEST, Parser
from app.web import uploads


@pytest.fixture
def read():
    settings = Adjustments(max_request_body_size=uploads.LARGEST + http.HEADERS)

    def parser(path, length, sent=0):
        made = Parser(settings)
        made.received(f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n".encode())
        if made.error is None:
            made.received(bytes(sent))
        return made

    return parser


def test_what_is_sent_as_a_roll_stays_in_memory(read):
    found = read("/c/quanhe/desk/roll", 5_000_000, 3_000_000)
    assert found.error is None
    assert not found.body_rcv.buf.overflowed
    assert len(found.body_rcv.buf) == 3_000_000


def test_other_long_requests_are_refused_before_they_are_read(read):
    assert read("/c/quanhe/proposals/new", LONGEST + 1).error.code == 413
    assert read("/c/quanhe/proposals/new", LONGEST - 1, 1000).error is None
    assert read("/c/quanhe/desk/roll", uploads.LARGEST + http.HEADERS + 1).error.code == 413


def test_no_more_files_at_once_than_memory_is_set_aside_for(read):
    held = [read("/c/quanhe/desk/roll", 1000, 10) for _ in range(http.FILES)]
    assert read("/c/quanhe/desk/roll", 1000, 10).error.code == 503
    del held
    assert read("/c/quanhe/desk/roll", 1000, 10).error is None


def test_every_view_that_takes_files_has_its_address_there(app):
    for rule in app.url_map.iter_rules():
        if hasattr(app.view_functions[rule.endpoint], uploads.MARK):
            assert rule.rule.endswith(uploads.PATHS), rule
