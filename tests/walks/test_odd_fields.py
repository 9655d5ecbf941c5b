"""Every form of every page, as it stands there, with one field at a time that no browser would send."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin

import pytest

from tests.support.village import addresses, village_of
from tests.walks.test_fuzz import ODD, checked, some

WHO = ("stranger", "pending", "resident", "committee", "grid_worker", "supervision", "reviewer")


@dataclass
class Form:
    action: str
    fields: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """The forms of a page that are sent, each with what it would send if one only pressed its button."""

    def __init__(self, address):
        super().__init__()
        self.address, self.found, self.open = address, [], None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            sent = given.get("method", "get").lower() == "post"
            self.open = Form(urljoin(self.address, given.get("action") or self.address)) if sent else None
            self.found += [self.open] if sent else []
        elif self.open is not None and given.get("name") and tag in ("input", "select", "textarea", "button"):
            self.open.fields.setdefault(given["name"], given.get("value") or "1")

    def handle_endtag(self, tag):
        if tag == "form":
            self.open = None


@pytest.mark.prove
def test_each_field_of_each_form_is_answered_whatever_stands_in_it(app, make):
    village, seen, turn = village_of(make), set(), 0
    for who in WHO:
        client = make.browser(village.people[who], village.community).client
        for _, address in addresses(app, village.region, village.community, village.rows):
            page = Forms(address)
            page.feed(client.get(address).text)
            for form in page.found:
                for name in form.fields:
                    if (what := (form.action.split("?")[0], name)) in seen or "/sign-out" in form.action:
                        continue
                    seen.add(what)
                    turn += 1
                    for odd in ("%00", *some(ODD, turn, 2)):
                        sent = form.fields | {name: unquote(odd, errors="surrogateescape")}
                        body = "&".join(f"{key}={_quoted(value)}" for key, value in sent.items())
                        answer = client.post(form.action, data=body, content_type="application/x-www-form-urlencoded")
                        checked(answer, f"{who} POST {form.action} {name}={odd}")
    assert len(seen) > 120


def _quoted(value):
    return "".join(f"%{byte:02X}" for byte in value.encode("utf-8", "surrogateescape"))
