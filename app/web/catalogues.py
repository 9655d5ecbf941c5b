"""Message catalogues: one .po a package in `app/translations/<locale>/`, merged into one .mo at set-up.

English is the language of the messages themselves; only zh_Hans needs a catalogue.
"""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).resolve().parents[1] / "translations"
LOCALES = ("zh_Hans",)


def merged(locale: str) -> Catalog:
    """All packages' messages of a locale. Two packages may share a message if they agree on its words."""
    whole = Catalog(locale=locale, charset="utf-8")
    for file in sorted((FOLDER / locale).glob("*.po")):
        with file.open("rb") as po:
            for message in read_po(po, locale=locale):
                _add(whole, message, file)
    return whole


def _add(whole: Catalog, message: object, file: Path) -> None:
    if not message.id or not message.string:  # type: ignore[attr-defined]  # messages of a catalogue that was just read have both
        return
    known = whole.get(message.id, message.context)  # type: ignore[attr-defined]  # messages of a catalogue that was just read have both
    if known is not None and known.string and known.string != message.string:  # type: ignore[attr-defined]  # messages of a catalogue that was just read have both
        raise ValueError(f"{file.name}: {message.id!r} is translated in two ways.")  # type: ignore[attr-defined]  # messages of a catalogue that was just read have both
    whole.add(message.id, message.string, context=message.context, flags=message.flags)  # type: ignore[attr-defined]  # messages of a catalogue that was just read have both


def compile_all() -> None:
    """Write `messages.mo` for each locale where a catalogue is newer."""
    for locale in LOCALES:
        target = FOLDER / locale / "LC_MESSAGES" / "messages.mo"
        newest = max((file.stat().st_mtime for file in (FOLDER / locale).glob("*.po")), default=0)
        if target.exists() and target.stat().st_mtime > newest:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as out:
            write_mo(out, merged(locale))
