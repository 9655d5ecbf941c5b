"""Settings, read once from the environment. README.md documents every one."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

LOOPBACK = ("127.0.0.1", "localhost", "::1")
HERE = Path(__file__).resolve().parent


class Unusable(SystemExit):
    """A setting, or a file it names, that nothing can be done with: one sentence and exit code 2."""

    def __init__(self, sentence: str) -> None:
        super().__init__(2)
        print(sentence, file=sys.stderr)  # noqa: T201  (there is no application yet that could say it)


# Settings taken as they are given, and addresses of databases, each under its own name in capitals.
AS_GIVEN = ("secret_key", "field_keys", "blind_index_key", "mail_url", "sms_url", "sms_token", "metrics_token")
# Who runs this instance and is responsible for what it keeps of people; what is needed differs by profile.
OPERATOR = (
    "operator_name", "operator_address", "operator_contact", "operator_entrusted", "operator_icp", "operator_police",
)  # fmt: skip
FURTHER_ROLES = ("database_owner_url", "database_superior_url", "database_reader_url", "database_admin_url")


@dataclass(frozen=True)
class Settings:
    """What an operator decides. Empty strings count as not set."""

    instance: Path
    database_url: str
    database_owner_url: str | None
    database_superior_url: str | None
    database_reader_url: str | None
    database_admin_url: str | None
    secret_key: str | None
    field_keys: str | None
    blind_index_key: str | None
    closing_key: Path | None
    public_url: str
    mail_url: str | None
    mail_from: str
    sms_url: str | None
    sms_token: str | None
    profile: str
    trusted_proxies: int
    host: str
    port: int
    workers: int
    threads: int
    allowed_hosts: tuple[str, ...]
    metrics_token: str | None
    operator_name: str | None
    operator_address: str | None
    operator_contact: str | None
    operator_entrusted: str | None
    operator_icp: str | None
    operator_police: str | None

    @property
    def secure_cookies(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


def from_environment(environ: dict[str, str] | None = None) -> Settings:
    """The settings of this process; raises Unusable for one that cannot be read."""
    given = {name: value for name, value in (environ or os.environ).items() if value != ""}
    instance = Path(given.get("INSTANCE_PATH", HERE / "instance")).absolute()
    port = _whole(given, "PORT", 8000, 1, 65535)
    return Settings(
        instance=instance,
        database_url=_database(given, "DATABASE_URL") or f"sqlite:///{instance / 'gongzhi.sqlite3'}",
        closing_key=Path(given["CLOSING_KEY"]).absolute() if "CLOSING_KEY" in given else None,
        public_url=given.get("PUBLIC_URL", f"http://127.0.0.1:{port}").rstrip("/"),
        mail_from=given.get("MAIL_FROM", "gongzhi@localhost"),
        profile=_profile(given.get("PROFILE", "cn")),
        trusted_proxies=_whole(given, "TRUSTED_PROXIES", 0, 0, 20),
        host=given.get("HOST", "127.0.0.1"),
        port=port,
        workers=_whole(given, "WORKERS", 2, 1, 256),
        threads=_whole(given, "THREADS", 16, 1, 256),
        allowed_hosts=_hosts(given),
        **{name: given.get(name.upper()) for name in AS_GIVEN + OPERATOR},
        **{name: _database(given, name.upper()) for name in FURTHER_ROLES},
    )


def share_figures(folder: Path) -> None:
    """Where the processes of one server put their figures: prometheus_client reads it from the environment alone."""
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def _hosts(given: dict[str, str]) -> tuple[str, ...]:
    """Under which names people may come: PUBLIC_URL's, those of ALLOWED_HOSTS, and this machine's own."""
    public_url = given.get("PUBLIC_URL", "http://localhost")
    public = urlsplit(public_url).hostname
    if public is None:
        raise Unusable(f"PUBLIC_URL is “{public_url}”; write it as https://gongzhi.example.")
    more = [name.strip().lower() for name in given.get("ALLOWED_HOSTS", "").split(",")]
    return tuple(dict.fromkeys([public, *filter(None, more), *LOOPBACK]))


def _whole(given: dict[str, str], name: str, default: int, least: int, most: int) -> int:
    """A whole number between two bounds."""
    text = given.get(name, str(default))
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise Unusable(f"{name} is “{text}”; it must be a whole number from {least} to {most}.")
    return int(text)


def _profile(name: str) -> str:
    """A file of profiles/: how people write here where no community says it."""
    known = sorted(file.stem for file in (HERE / "profiles").glob("*.toml"))
    if name not in known:
        raise Unusable(f"PROFILE is “{name}”; it must be one of {', '.join(known)}.")
    return name


def _database(given: dict[str, str], name: str) -> str | None:
    """The address of a SQLite file or of a PostgreSQL database; the latter is spoken to through psycopg 3."""
    url = given.get(name)
    if url is None:
        return None
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            url = "postgresql+psycopg://" + url.removeprefix(prefix)
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise Unusable(f"{name} is no address of a database: write sqlite:////path/file or postgresql://…") from None
    if parsed.drivername not in ("sqlite", "postgresql+psycopg"):
        raise Unusable(f"{name} names “{parsed.drivername}”; Gongzhi works with sqlite and postgresql.")
    if parsed.drivername == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise Unusable(f"{name} names no file: each process would have a database of its own.")
    return url
