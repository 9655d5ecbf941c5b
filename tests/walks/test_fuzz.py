"""Whatever anyone sends to any address is answered: never a broken page, never another name than our own.

Every route, with odd values in its address, in every parameter that any view reads, in every field that any form has,
and with odd headers. A new route, parameter or field is covered the moment it exists.
"""

import re

import pytest

from tests.support.house import CODE
from tests.support.village import village_of

EVIL = "evil.example"
ODD = (
    "%00", "a%00b", "%ED%A0%80", "%FF%FE", "%F0%9F%98%80%E2%80%8D", "0", "-1", "1.0", "1e9", "sNaN", "Infinity", "-0",
    "9999999999999999999999", "9" * 5000, "%D9%A3", "2147483648", "9223372036854775808", "0001-01-01", "99999-12-31",
    "%2F", "..%2F..%2Fetc%2Fpasswd", "/%0Aevil", "//evil.example/", "https:%5Cevil.example", "%0D%0ALocation:%20//evil.example/",
    "a" * 3000, "%E2%80%AE", "%E1%85%9F", "'%22%3C%3E%7B%7B7*7%7D%7D", "[", "%25", "null", "true",
)  # fmt: skip
HEADERS = (
    {"Host": EVIL}, {"Host": ""}, {"Host": "["}, {"Host": "127.0.0.1:99999"}, {"Host": f"localhost@{EVIL}"}, {"Host": "\xff"},
    {"X-Forwarded-Host": EVIL, "Forwarded": f"host={EVIL}", "X-Forwarded-Proto": "gopher"},
    {"Accept-Language": "*;q=x,zh-\xff,,,;;" + "a" * 3000}, {"Cookie": "locale=%00; gongzhi=\xff.\xff; remember_token=\x7f|x"},
    {"Referer": f"http://{EVIL}/\xff[", "Origin": "null"}, {"HX-Request": "\xff", "HX-Current-URL": "http://["},
    {"If-None-Match": "\"\\\xff", "If-Modified-Since": "Thu, 99 Foo 0000"}, {"Range": "bytes=9-1,-,x"}, {"User-Agent": "\xff" * 3000},
    {"Content-Type": "multipart/form-data; boundary=", "Content-Length": "5"}, {"Content-Type": "a/b; charset=\xff"},
    {"Accept-Encoding": "gzip;q=nan, br;q=-1, *;q=" + "9" * 400}, {"Authorization": "Basic \xff"},
)  # fmt: skip


ASKED = re.compile(r"request\.(?:args|values)(?:\.get(?:list)?\(|\[)\s*\"(\w+)\"")
FIELDS = re.compile(r"request\.(?:form|files)(?:\.get(?:list)?\(|\[)\s*\"(\w+)\"|^    (\w+) = \w*[Ff]ield\w*\(", re.M)
READ = {package: {"from"} for package in {file.split("/")[1] for file in CODE}}
NAMES = {"next", "csrf_token"}
for file, source in CODE.items():
    READ[file.split("/")[1]] |= set(ASKED.findall(source))
    NAMES |= {name for pair in FIELDS.findall(source) for name in pair if name}
NAMES = sorted(NAMES.union(*READ.values()))


@pytest.fixture
def village(make):
    return village_of(make)


def paths(rule, village, odd):
    """The route's address, once for each of its arguments with that one odd and the others as they should be."""
    known = {"slug": village.community.slug, "region_code": village.region.code, "number": "1", "name": "answer"}
    for odd_one in rule.arguments or ("",):
        address = rule.rule
        for name in rule.arguments:
            value = odd if name == odd_one else known.get(name, "a" * 26)
            address = re.sub(rf"<(?:[^<>]*:)?{name}>", lambda _, value=value: value, address)
        yield address


def checked(answer, where):
    assert answer.status_code < 500, f"{where[:300]}: {answer.status_code}"
    said = [
        *answer.headers.values(),
        *([answer.text] if answer.mimetype.startswith("text/") and not answer.content_encoding else []),
    ]
    location = answer.headers.get("Location", "")
    assert not location.startswith(("//", "http")), f"{where[:300]} leads to {location}"
    return said


ALWAYS = ("%00", "9" * 5000, "9999999999999999999999")


def some(values, turn, number):
    """A few of them, others at each turn: over all routes every value comes up often."""
    return [values[(turn * number + place) % len(values)] for place in range(number)]


def test_an_odd_address_is_answered(app, make, village):
    browser = make.browser(village.people["committee"], village.community)
    for turn, rule in enumerate(app.url_map.iter_rules()):
        for odd in (*ALWAYS, *some(ODD, turn, 3)) if rule.arguments else ():
            for address in paths(rule, village, odd):
                for method in sorted(rule.methods & {"GET", "POST"}):
                    checked(browser.client.open(address, method=method), f"{method} {address}")


def test_odd_parameters_and_fields_are_answered(app, make, village):
    """All that anyone reads, at once."""
    browsers = [
        make.browser(village.people[who], village.community) for who in ("committee", "resident", "supervision")
    ]
    for turn, rule in enumerate(app.url_map.iter_rules()):
        client, [address, *_] = browsers[turn % 3].client, paths(rule, village, "1")
        for odd in ("%00", *some(ODD, turn, 3)):
            query = "&".join(f"{name}={odd}" for name in NAMES)
            if "GET" in rule.methods:
                checked(client.get(f"{address}?{query[:30_000]}"), f"GET {address}?…={odd}")
            if "POST" in rule.methods:
                answer = client.post(address, data=query, content_type="application/x-www-form-urlencoded")
                checked(answer, f"POST {address} …={odd}")


def test_each_odd_parameter_alone_is_answered(app, make, village):
    """A view may stop at the first that is odd: each is also tried by itself where its package reads it."""
    client = make.browser(village.people["committee"], village.community).client
    for turn, rule in enumerate(app.url_map.iter_rules()):
        read = READ.get(app.view_functions[rule.endpoint].__module__.split(".")[1], ()) if "GET" in rule.methods else ()
        [address, *_] = paths(rule, village, "1")
        for name in sorted(read):
            for odd in some(ODD, turn + len(name), 3):
                checked(client.get(f"{address}?{name}={odd}"), f"GET {address}?{name}={odd}")


@pytest.mark.sqlite_only
def test_odd_headers_are_answered_and_no_foreign_name_is_repeated(app, make, village):
    """SQLite alone: no statement holds a header."""
    client = make.browser(village.people["committee"], village.community).client
    for turn, rule in enumerate(app.url_map.iter_rules()):
        [address, *_] = paths(rule, village, "1")
        for headers in ({"Host": EVIL}, *some(HEADERS, turn, 2)):
            for asked in {address, address.rstrip("/") or "/"}:
                answer = client.open(asked, method="POST" if "POST" in rule.methods else "GET", headers=headers)
                said = checked(answer, f"{asked} {headers}")
                assert not any(EVIL in one for one in said), f"{asked} repeats the name it was asked under"


@pytest.mark.sqlite_only
def test_an_unknown_name_is_refused_and_the_servers_own_are_served(app, make, village):
    """SQLite alone: names are the server's."""
    client = make.browser(None, village.community).client
    assert client.get("/find", headers={"Host": EVIL}).status_code == 400
    for name in ("127.0.0.1:8000", "localhost", "[::1]:8000"):
        assert client.get("/find", headers={"Host": name}).status_code == 200, name
