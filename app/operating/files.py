"""What lies in the instance's folder is for the user alone who runs the product."""

import os
from contextlib import suppress
from pathlib import Path


def private_folder(folder: Path) -> None:
    """Made, or taken over where nothing lies in it yet, for this user alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not any(folder.iterdir()):
        with suppress(PermissionError):  # another user's: that one may decide
            folder.chmod(0o700)


def make_private(file: Path) -> None:
    """An empty file for this user alone, where there is none; SQLite's log beside it takes after it."""
    private_folder(file.parent)
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
