"""The messages of the product and their Chinese: extraction, and `make messages`, which brings the catalogues up to date.

Each package owns one catalogue, `app/translations/zh_Hans/<package>.po`; they are merged at set-up.
"""

import sys
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "app" / "translations" / "zh_Hans"
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "N_": None, "ngettext": (1, 2)}
METHODS = [("**.py", "python"), ("**.html", "jinja2")]


def package(path: str) -> str:
    """app/polls/views.py and templates/polls/show.html belong to "polls", everything else to "base"."""
    parts = Path(path).parts
    return parts[0] if len(parts) > 1 and parts[0] not in ("ui", "errors", "static") else "base"


def extract():
    """package → {msgid: plural or None}; a message of several packages belongs to the first by name."""
    found, seen = defaultdict(dict), set()
    for folder in (ROOT / "app", ROOT / "templates"):
        rows = extract_from_dir(str(folder), METHODS, keywords=KEYWORDS)
        for path, _line, message, _comments, _context in sorted(rows, key=lambda row: (package(row[0]), str(row[2]))):
            one, plural = message if isinstance(message, tuple) else (message, None)
            if one and one not in seen:
                seen.add(one)
                found[package(path)][one] = plural
    return dict(found)


def known():
    """msgid → translation, of all catalogues."""
    words = {}
    for file in FOLDER.glob("*.po"):
        with file.open("rb") as po:
            words |= {_id(message): _text(message) for message in read_po(po, locale="zh_Hans") if message.id}
    return words


def _id(message):
    return message.id[0] if isinstance(message.id, (tuple, list)) else message.id


def _text(message):
    return message.string[0] if isinstance(message.string, (tuple, list)) else message.string


def write(translations):
    """Rewrite every catalogue: all that is used, sorted, nothing that is not."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    used = extract()
    for name, messages in used.items():
        catalog = Catalog(locale="zh_Hans", charset="utf-8", fuzzy=False, header_comment=f"# Chinese words of {name}.")
        for one in sorted(messages):
            text = translations.get(one, "")
            plural = messages[one]
            flags = ("python-format",) if "%(" in one else ()
            catalog.add((one, plural) if plural else one, (text,) if plural else text, flags=flags)
        catalog.creation_date = datetime(2026, 1, 1, tzinfo=UTC)  # else every catalogue changes with every run
        with (FOLDER / f"{name}.po").open("wb") as out:
            write_po(out, catalog, sort_output=True, omit_header=False, width=0)
    for file in FOLDER.glob("*.po"):
        if file.stem not in used:
            file.unlink()


if __name__ == "__main__":
    write(known())
    words = known()
    missing = [one for messages in extract().values() for one in messages if not words.get(one)]
    print(*missing, sep="\n")
    sys.exit(f"{len(missing)} messages have no Chinese yet." if missing else 0)
