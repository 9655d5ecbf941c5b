"""Where words from the right stand among others without being set apart."""

import re
from html.parser import HTMLParser

from app.web.bidi import CLOSE, FROM_THE_RIGHT, OPEN

NAME = "فاطمة الزهراء"
VOID = {"meta", "link", "input", "br", "img", "hr", "path", "rect", "circle", "line", "source", "use"}
MARKED = re.compile(f"{OPEN}[^{CLOSE}]*{CLOSE}")
SAID = ("title", "aria-label", "alt", "content", "placeholder", "data-confirm")


def loose(page: str) -> list[str]:
    """Each place of a page where they may turn the sentence around them."""
    if not FROM_THE_RIGHT.search(page):
        return []
    reader = _Directions()
    reader.feed(page)
    return reader.found


class _Directions(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.found = [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.found += [f'{tag} {name}="{value}"' for name, value in attrs if value and name in SAID and _turns(value)]
        if tag == "input" and FROM_THE_RIGHT.search(given.get("value") or "") and given.get("type") != "hidden":
            assert OPEN not in given["value"]
            self.found += [] if given.get("dir") == "auto" else [f"input {given.get('name')}"]
        if tag not in VOID:
            self.open.append((tag, given))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        tags = [tag for tag, _ in self.open]
        apart = "bdi" in tags or any(given.get("dir") == "auto" for _, given in self.open)
        if not apart and "script" not in tags and _turns(data):
            self.found.append(f"{'>'.join(tags[-3:])}: {data.strip()[:80]}")


def _turns(text):
    return bool(FROM_THE_RIGHT.search(MARKED.sub("", text)))
