"""What pages share: formats of the reader's language and the community's zone, fragments, ids, paging."""

import base64
import hashlib
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date, format_decimal, get_locale, gettext
from flask_htmx import HTMX
from flask_wtf import FlaskForm
from markupsafe import Markup
from sqlalchemy import Select
from werkzeug.routing import BaseConverter, ValidationError
from wtforms.fields.choices import SelectChoice

from app import access, clock
from app.refusal import Refused
from tenants import db

htmx = HTMX()
DATE = {"zh": "M 月 d 日", "en": "d MMM"}
DATE_WITH_YEAR = {"zh": "y 年 M 月 d 日", "en": "d MMM y"}


class IdConverter(BaseConverter):
    """A UUID as 26 characters of base32 in addresses: short, no case, no look-alikes in speech."""

    regex = "[a-z2-7]{26}"

    def to_python(self, value: str) -> uuid.UUID:
        try:
            return uuid.UUID(bytes=base64.b32decode(value.upper() + "======"))
        except ValueError as wrong:
            raise ValidationError from wrong

    def to_url(self, value: uuid.UUID) -> str:
        return id_text(value)


def id_text(value: uuid.UUID) -> str:
    return base64.b32encode(value.bytes).decode().rstrip("=").lower()


class Form(FlaskForm):
    """A form that keeps what was typed when the rules say no.

    `with form.attempt():` turns a `Refused` into an error of the form and goes on to draw it again.
    """

    refused_with: int | None = None

    @contextmanager
    def attempt(self) -> Iterator[None]:
        try:
            yield
        except Refused as refused:
            db.session.rollback()
            self.form_errors.append(sentence(refused))
            self.refused_with = refused.status

    @property
    def status(self) -> int:
        """200 when first shown, 422 when the input is wrong, 409 when the rules say no."""
        if self.refused_with:
            return self.refused_with
        return 422 if request.method == "POST" and self.errors else 200


def options(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """Choices of a field: (value, words)."""
    return [SelectChoice(value, words) for value, words in pairs]


def sentence(refused: Refused) -> str:
    """A refusal in the reader's language."""
    return gettext(refused.message, **refused.values) if refused.values else gettext(refused.message)


def changed(fragment: str, then: str, **context: Any) -> ResponseReturnValue:
    """After a change: htmx gets the fragment, a plain browser is sent to `then`."""
    if htmx:
        return render_template(fragment, **context)
    return redirect(then, 303)


@dataclass(frozen=True)
class Page:
    """One page of a list, and the key at which the next one starts."""

    rows: Sequence[Any]
    next_key: str | None


def paged(query: Select[Any], key: Any, size: int = 20, *, parse: Any = int) -> Page:
    """A keyset page of `query`, newest first by the unique column `key`; `?before=` names where to go on."""
    after = request.args.get("before")
    if after:
        try:
            start = parse(after)
            if parse is int and not 0 <= start <= access.LARGEST:
                return Page([], None)
            query = query.where(key < start)
        except ValueError:
            return Page([], None)
    rows = db.session.execute(query.order_by(key.desc()).limit(size + 1)).all()
    more = len(rows) > size
    rows = [row[0] if len(row) == 1 else row for row in rows[:size]]
    last = rows[-1] if rows else None
    last = last if last is None or hasattr(last, key.key) else last[0]
    return Page(rows, str(getattr(last, key.key)) if more else None)


def next_page(page: Page) -> str | None:
    """The address of the next page, with the filters of this one."""
    if page.next_key is None:
        return None
    values = {**(request.view_args or {}), **request.args.to_dict(), "before": page.next_key}
    return url_for(request.endpoint or "home.landing", **values)


def _language() -> str:
    return "zh" if str(get_locale() or "").startswith("zh") else "en"


def zone() -> str:
    return g.community.zone if g.get("community") is not None else "Asia/Shanghai"


def as_date(moment: datetime | None) -> str:
    """11 月 24 日 / 24 Nov; with the year where it is not this one."""
    if moment is None:
        return ""
    return as_day(clock.local(moment, zone()).date())


def as_day(day: date) -> str:
    """The same of a day that is no moment, such as the last one of a term."""
    this_year = clock.local(clock.now(), zone()).year == day.year
    return format_date(day, (DATE if this_year else DATE_WITH_YEAR)[_language()])


def as_due(moment: datetime | None) -> str:
    """The day a due time falls on. A due time is 24:00, that is 0:00 of the day after: show the day before."""
    return as_date(moment and moment.fromtimestamp(moment.timestamp() - 1, tz=moment.tzinfo))


def as_time(moment: datetime) -> str:
    return f"{clock.local(moment, zone()):%H:%M}"


def as_datetime(moment: datetime) -> str:
    return f"{as_date(moment)} {as_time(moment)}"


def as_money(cents: int) -> str:
    """30,000 yuan in cents → "3 万元" where it comes out even, else "4,860 元"; "30,000" elsewhere."""
    units = cents / 100 if cents % 100 else cents // 100
    if _language() == "zh" and units >= 10_000 and units % 1_000 == 0:
        return gettext("%(amount)s0,000 yuan", amount=format_decimal(units / 10_000))
    return gettext("%(amount)s yuan", amount=format_decimal(units))


def dom_id(row: Any, part: str = "") -> str:
    return "-".join(filter(None, [row.__tablename__, id_text(row.id), part]))


def quarter_name(quarter: str) -> str:
    """ "2026Q3" in words."""
    return gettext("Q%(quarter)s %(year)s", quarter=quarter[-1], year=quarter[:4])


def init_app(app: Flask) -> None:
    htmx.init_app(app)
    app.url_map.converters["id"] = IdConverter
    app.jinja_env.filters.update(
        date=as_date, due=as_due, time=as_time, datetime=as_datetime, money=as_money, number=format_decimal,
        quarter=quarter_name, b32=id_text, day=as_day,
    )  # fmt: skip
    app.jinja_env.globals.update(
        can=access.can,
        lines=lines,
        P=access.P,
        dom_id=dom_id,
        asset=_asset_finder(app),
        next_page=next_page,
        now=clock.now,
    )
    app.context_processor(_common)
    app.after_request(_headers)


def _common() -> dict[str, Any]:
    visitor = g.get("visitor") or access.Visitor()
    return {
        "community": g.get("community"),
        "visitor": visitor,
        "unread": visitor.unread,
        "demo": g.community.is_demo if g.get("community") is not None else g.get("demo", False) or _is_demo(visitor),
        "locale": str(get_locale()),
        "current_section": "",
    }


def _is_demo(visitor: access.Visitor) -> bool:
    """Pages of no community are marked too while an invented person looks at them."""
    return visitor.account is not None and visitor.account.is_demo


def _asset_finder(app: Flask) -> Any:
    """`asset("style.css")`: its address with a fingerprint, so that browsers may keep it for a year."""
    known: dict[str, str] = {}

    def asset(name: str) -> str:
        if name not in known or app.debug:
            file = Path(app.static_folder or "") / name
            mark = hashlib.sha256(file.read_bytes()).hexdigest()[:10] if file.exists() else "missing"
            known[name] = f"/static/{name}?v={mark}"
        return known[name]

    return asset


CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)


def _headers(response: Any) -> Any:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if current_app.config["SESSION_COOKIE_SECURE"]:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if response.mimetype == "text/html":
        headers.setdefault("Cache-Control", "private, no-cache")
        response.vary.update(("Cookie", "Accept-Language", "HX-Request"))
    return response


def plain(text: str, status: int = 200) -> ResponseReturnValue:
    response = make_response(text, status)
    response.mimetype = "text/plain"
    return response


def lines(text: str) -> Markup:
    """What a resident typed, as paragraphs; nothing in it is markup."""
    paragraphs = [Markup("<p>{}</p>").format(part.strip()) for part in text.split("\n") if part.strip()]
    return Markup("").join(paragraphs)
