"""What lies beside the files of a backup or an export, is written last, and tells whether they are whole and fit here."""

import json
from pathlib import Path
from typing import Any

from app.core import clock, encryption
from app.operating import ready, schema
from app.operating.files import fingerprint
from tenants.cli_output import Sentence, read_json


def write(file: Path, rows: dict[str, int], **said: Any) -> None:
    """Of all that lies in its folder. A folder without it is no copy."""
    known = {
        "version": schema.head(),
        "taken_at": clock.now().isoformat(timespec="seconds"),
        "keys": ready.needed_keys(),
        "rows": rows,
        "files": {copied.name: fingerprint(copied) for copied in sorted(file.parent.iterdir())},
    }
    file.write_text(json.dumps(said | known, indent=1, ensure_ascii=False), encoding="utf-8")


def read(file: Path, other_version: str) -> dict[str, Any]:
    """What it says, once its files are known to be those that were written; `other_version` says what to do then."""
    said = read_json(str(file))
    try:
        _refuse_what_does_not_fit(file.parent, said, other_version)
    except (KeyError, TypeError, AttributeError):
        raise Sentence(f"{file} is not what was written there: take another copy.") from None
    return dict(said)


def _refuse_what_does_not_fit(folder: Path, said: dict[str, Any], other_version: str) -> None:
    if said["version"] != schema.head():
        raise Sentence(f"{folder} is of another version of the product: {other_version}.")
    given = encryption.checks()
    if others := [name for name, check in said["keys"].items() if given.get(name) != check]:
        raise Sentence(f"{folder} was written with other keys ({', '.join(others)}): set those of its time first.")
    for name, known in said["files"].items():
        if not (folder / name).is_file() or fingerprint(folder / name) != known:
            raise Sentence(f"{folder / name} is missing or was changed since it was written: nothing was done.")
