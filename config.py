"""Settings, read once from the environment. README.md documents every one."""

import os
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Settings:
    """What an operator decides. Empty strings count as not set."""

    instance: Path
    database_url: str
    database_owner_url: str | None
    database_superior_url: str | None
    database_reader_url: str | None
    secret_key: str | None
    field_keys: str | None
    blind_index_key: str | None
    poll_keys: str | None
    public_url: str
    secure_cookies: bool
    mail_url: str | None
    mail_from: str
    sms_url: str | None
    sms_token: str | None
    trusted_proxies: int

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


def _psycopg(url: str | None) -> str | None:
    """`postgres://` and `postgresql://` name no driver; the product speaks through psycopg 3."""
    for prefix in ("postgresql://", "postgres://"):
        if url and url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def from_environment(environ: dict[str, str] | None = None) -> Settings:
    """The settings of this process."""
    given = {name: value for name, value in (environ or os.environ).items() if value != ""}
    instance = Path(given.get("INSTANCE_PATH", HERE / "instance"))
    public_url = given.get("PUBLIC_URL", f"http://127.0.0.1:{given.get('PORT', '8000')}")
    return Settings(
        instance=instance,
        database_url=_psycopg(given.get("DATABASE_URL")) or f"sqlite:///{instance / 'gongzhi.sqlite3'}",
        database_owner_url=_psycopg(given.get("DATABASE_OWNER_URL")),
        database_superior_url=_psycopg(given.get("DATABASE_SUPERIOR_URL")),
        database_reader_url=_psycopg(given.get("DATABASE_READER_URL")),
        secret_key=given.get("SECRET_KEY"),
        field_keys=given.get("FIELD_KEYS"),
        blind_index_key=given.get("BLIND_INDEX_KEY"),
        poll_keys=given.get("POLL_KEYS"),
        public_url=public_url.rstrip("/"),
        secure_cookies=public_url.startswith("https://"),
        mail_url=given.get("MAIL_URL"),
        mail_from=given.get("MAIL_FROM", "gongzhi@localhost"),
        sms_url=given.get("SMS_URL"),
        sms_token=given.get("SMS_TOKEN"),
        trusted_proxies=int(given.get("TRUSTED_PROXIES", "0")),
    )
