"""The keys of this instance: from the environment, or made once under `instance/` for the embedded database."""

import json
import os
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url

from app.core import closing_key, encryption
from app.operating import files
from config import Settings, Unusable

NAMES = ("secret_key", "field_keys", "blind_index_key")


def flask_config(settings: Settings) -> dict[str, Any]:
    """Flask's settings; also hands the field keys to app/core/encryption.py."""
    keys = _keys(settings)
    _read("FIELD_KEYS and BLIND_INDEX_KEY", lambda: encryption.configure(keys["field_keys"], keys["blind_index_key"]))
    closing_key.configure(closing_key_file(settings))
    return {
        "SETTINGS": settings,
        "SECRET_KEY": keys["secret_key"],
        "PUBLIC_URL": settings.public_url,
        "MAX_CONTENT_LENGTH": 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "SESSION_COOKIE_NAME": "gongzhi",
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_SECURE": settings.secure_cookies,
        "REMEMBER_COOKIE_HTTPONLY": True,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=180),
        "WTF_CSRF_TIME_LIMIT": 24 * 3600,
        "SEND_FILE_MAX_AGE_DEFAULT": 31_536_000,  # addresses of assets carry a fingerprint
    }


def closing_key_file(settings: Settings) -> Path:
    """Where the closing key is kept. What is made there, and when, stands in app/operating/closing.py."""
    if settings.closing_key is None and not settings.is_sqlite:
        raise Unusable("Set CLOSING_KEY to a file outside the database: what is sealed dies with what stands in it.")
    return settings.closing_key or settings.instance / "closing.key"


def _read(name: str, configure: Callable[[], None]) -> None:
    try:
        configure()
    except (ValueError, TypeError, IndexError):  # what base64, the ciphers and `split` raise
        raise Unusable(f"{name} cannot be read: each key is 32 bytes in base64url, written as in README.md.") from None


def _keys(settings: Settings) -> dict[str, str]:
    given = {name: getattr(settings, name) for name in NAMES}
    missing = [name for name, value in given.items() if not value]
    if not missing:
        return given
    if not settings.is_sqlite:
        raise Unusable(f"Set {', '.join(map(str.upper, missing))}: on PostgreSQL keys are not made by themselves.")
    file = settings.instance / "keys.json"
    made = _read_keys(file) if _is_there(file, settings) else _make_keys(file)
    if without := [name.upper() for name in missing if not made.get(name)]:
        raise Unusable(f"{file} holds no {', '.join(without)}: bring the file back from a copy.")
    return {name: value or made[name] for name, value in given.items()}


def _is_there(file: Path, settings: Settings) -> bool:
    """Keys are made for a new database only: another set would open nothing that the old one wrote."""
    if file.exists():
        return True
    database = Path(str(make_url(settings.database_url).database))
    if database.exists() and database.stat().st_size > 0:
        raise Unusable(f"{file} is missing, but {database} was written with its keys: bring the file back from a copy.")
    return False


def _make_keys(file: Path) -> dict[str, str]:
    """Kept beside the database: written whole under another name first, so that half a file is never found."""
    half = file.with_suffix(f".{os.getpid()}")
    try:
        files.private_folder(file.parent)
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            json.dump(new_keys(), out, indent=1)
        with suppress(FileExistsError):  # another process was faster: its keys are everyone's
            file.hardlink_to(half)
    except OSError as error:
        raise Unusable(f"The keys cannot be written to {file} ({error.strerror}). Nothing was changed.") from None
    finally:
        with suppress(OSError):
            half.unlink()
    return _read_keys(file)


def _read_keys(file: Path) -> dict[str, str]:
    try:
        return {name: str(key) for name, key in json.loads(file.read_text()).items()}
    except PermissionError:
        raise Unusable(f"The keys in {file} may not be read by this user: run as the user who owns the file.") from None
    except (OSError, ValueError, AttributeError):
        raise Unusable(f"The keys in {file} cannot be read: bring the file back from a copy.") from None


def new_keys() -> dict[str, str]:
    """A full set of fresh keys, as the settings of the same names take them."""
    return {
        "secret_key": secrets.token_urlsafe(32),
        "field_keys": "1:" + urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "blind_index_key": urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    }


def show() -> None:
    """Print a full set of fresh keys as lines for an operator's shell (README.md)."""
    for setting, value in new_keys().items():
        print(f"export {setting.upper()}='{value}'")  # noqa: T201  (no application runs yet)
