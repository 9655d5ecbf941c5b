"""Files and folders of the operator's: for the user alone who runs the product, never over something else."""

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from tenants.cli_output import Sentence


def private_folder(folder: Path) -> None:
    """Made, or taken over where nothing lies in it yet, for this user alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not any(folder.iterdir()):
        with suppress(PermissionError):  # another user's: that one may decide
            folder.chmod(0o700)


def new_folder(folder: Path) -> None:
    """For what a command writes: never beside or over something else."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Sentence(f"{folder} is there already and not empty: name a new folder.")
    private_folder(folder)


def make_private(file: Path) -> None:
    """An empty file for this user alone, where there is none; SQLite's log beside it takes after it."""
    private_folder(file.parent)
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def fingerprint(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
