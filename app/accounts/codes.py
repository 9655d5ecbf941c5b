"""Sign-in codes: asked for in a browser, sent to a contact, typed into a browser that asked for it.

Nobody can flood a contact or lock its owner out:

- at most HOURLY messages an hour go to a contact, whoever asks from wherever, and the next is never further away than
  SPACED; asking when none is due is no error;
- a code is good in every browser that asked for its contact, so a stranger who asks again and again only makes
  messages that serve the owner, who alone reads them;
- wrong tries are counted for the browser's request, never for the contact. A stranger may make many requests: a code
  that was guessed at too often is void, and codes to that contact are LONG for a day, too long to be guessed at all.

Whether the contact belongs to an account is not looked at before a code was right.
"""

import hmac
import json
import re
import secrets
import unicodedata
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select

from app.accounts.contacts import Contact
from app.accounts.models import CodeContact, CodeRequest, SignInCode
from app.core import clock, encryption
from app.core.refusal import N_, Refused
from app.outbox.models import AccountMessage
from tenants import db
from tenants.locks import lock_or_make

LASTS, ASKED_LASTS = timedelta(minutes=10), timedelta(hours=1)
HOUR, HOURLY, SPACED = timedelta(hours=1), 5, timedelta(minutes=15)
AT_ONCE = 2  # messages of a quiet hour that need not be spaced: the first one may have been lost
TRIES = 5  # a request
SHORT, LONG = 6, 10  # digits
CHANCE = 30_000  # a code is void before all guesses together had a chance of one in this many
WARY = timedelta(days=1)  # how long codes are long after somebody guessed
SKEW = timedelta(minutes=1)  # what was written further in the future comes from a clock that was ahead

NO_CODE = N_("The code is the row of digits in the message. Please type all of them.")
AGAIN = N_("This code has expired. Please ask for a new one.")


# -- asking -----------------------------------------------------------------------------------------------------------


def ask(contact: Contact, locale: str) -> CodeRequest:
    """A browser wants to sign in: a code is sent, unless enough were. All requests for a contact take turns."""
    now = clock.now()
    known = lock_or_make(CodeContact, {"contact_index": contact.index}, {"asked_at": now})
    times = [code.created_at for code in _recent(contact.index)]
    if sent := may_send(times, now):
        _send(contact, locale, LONG if known.long_until and known.long_until > now else SHORT)
        times.append(now)
    request = CodeRequest(
        contact_index=contact.index, channel=contact.channel, contact=contact.value,
        sent=sent, again_at=again_at(times, now), created_at=now, expires_at=now + ASKED_LASTS,
    )  # fmt: skip
    db.session.add(request)
    db.session.flush()  # the browser keeps its id
    return request


def may_send(times: Sequence[datetime], now: datetime) -> bool:
    """Whether one more message may go to a contact that got some at these times."""
    hour = [time for time in times if now - HOUR < time]
    return len(hour) < AT_ONCE or (len(hour) < HOURLY and max(hour) <= now - SPACED)


def again_at(times: Sequence[datetime], now: datetime) -> datetime:
    """The first moment at which one more message may go there."""
    moments = sorted({now, *(time + wait for time in times for wait in (SPACED, HOUR))})
    return next(moment for moment in moments if moment >= now and may_send(times, moment))


def _send(contact: Contact, locale: str, length: int) -> None:
    now, digits = clock.now(), f"{secrets.randbelow(10**length):0{length}d}"
    code = SignInCode(
        id=uuid.uuid4(), contact_index=contact.index, length=length, created_at=now, expires_at=now + LASTS
    )
    code.code_hash = _hash(code, digits)
    payload = encryption.encrypt(json.dumps({"to": contact.value, "code": digits}), b"account_message")
    message = AccountMessage(
        channel=contact.channel, kind="code", locale=locale, payload=payload, due_at=now, expires_at=code.expires_at
    )
    db.session.add_all([code, message])


def _hash(code: SignInCode, digits: str) -> bytes:
    return encryption.blind_index(f"{code.id.hex}\0{digits}", "sign_in_code")


def _recent(*contacts: bytes, lock: bool = False) -> list[SignInCode]:
    """The codes of the last hour, newest first."""
    now = clock.now()
    when = (SignInCode.created_at > now - HOUR, SignInCode.created_at <= now + SKEW)
    query = select(SignInCode).where(SignInCode.contact_index.in_(contacts), *when)
    query = query.order_by(SignInCode.created_at.desc(), SignInCode.id)
    return list(db.session.scalars(_locked(query) if lock else query))


def _locked(query: Any) -> Any:
    """Kept from others until the commit, and as the last of them left it."""
    return query.with_for_update().execution_options(populate_existing=True)


# -- typing -----------------------------------------------------------------------------------------------------------


def requests_of(ids: Sequence[uuid.UUID], *, lock: bool = False) -> list[CodeRequest]:
    """What a browser asked for, newest first, and not longer ago than a request lasts."""
    query = select(CodeRequest).where(CodeRequest.id.in_(ids), CodeRequest.expires_at > clock.now())
    query = query.order_by(CodeRequest.created_at.desc(), CodeRequest.id)
    return list(db.session.scalars(_locked(query) if lock else query))


def try_code(ids: Sequence[uuid.UUID], typed: str) -> Contact | Refused:
    """The contact a code proves, or why not. A wrong try counts: the caller commits whatever comes of it.

    Good is every live code sent to a contact this browser asked for, the earlier ones too.
    """
    digits = digits_of(typed)
    if digits is None:
        return Refused(NO_CODE, status=422)
    requests = requests_of(ids, lock=True)
    if not requests:
        return Refused(AGAIN, status=410)
    if requests[0].tries >= TRIES:
        return Refused(N_("Too many wrong tries. Please ask for a new code."), status=429)
    codes = _recent(*{request.contact_index for request in requests}, lock=True)
    code = next((code for code in codes if hmac.compare_digest(code.code_hash, _hash(code, digits))), None)
    if code is None:
        return _wrong(requests[0], codes)
    if (refusal := _dead(code)) is not None:
        return refusal
    code.used_at = clock.now()
    proved = next(request for request in requests if request.contact_index == code.contact_index)
    return Contact(proved.channel, proved.contact)


def digits_of(typed: str) -> str | None:
    """The digits of a code however they were typed: full width, in threes, with hyphens, with the whole message.

    None for what cannot be a code; it is not counted as a try.
    """
    text = "".join(_digit(letter) for letter in unicodedata.normalize("NFKC", typed))
    rows = [re.sub(r"\D", "", row) for row in re.findall(r"\d(?:[\s.\-‐‑‒–—−_]*\d)*", text)]
    found = [row for row in rows if len(row) in (SHORT, LONG)]
    return found[0] if len(found) == 1 else None


def _digit(letter: str) -> str:
    return str(unicodedata.decimal(letter, letter))


def _dead(code: SignInCode) -> Refused | None:
    """Why a code that was typed right is not taken any more."""
    if code.used_at is not None:
        return Refused(N_("This code was used already. Please ask for a new one."), status=410)
    if code.wrong >= _bound(code):
        return Refused(N_("Somebody tried to guess this code, so it is void. Please ask for a new one."), status=410)
    return Refused(AGAIN, status=410) if code.expires_at <= clock.now() else None


def _bound(code: SignInCode) -> int:
    return max(10**code.length // CHANCE, 1)


def _wrong(request: CodeRequest, codes: Sequence[SignInCode]) -> Refused:
    """Count a wrong try, for this browser and for every code it might have met."""
    request.tries += 1
    live = [code for code in codes if code.contact_index == request.contact_index and _dead(code) is None]
    for code in live:
        code.wrong += 1
    if any(code.wrong >= _bound(code) for code in live):
        now = clock.now()
        lock_or_make(CodeContact, {"contact_index": request.contact_index}, {"asked_at": now, "long_until": now + WARY})
    left = TRIES - request.tries
    if left == 0:
        return Refused(N_("Too many wrong tries. Please ask for a new code."), status=429)
    if left == 1:
        return Refused(N_("This code is wrong. You have one try left."), status=422)
    return Refused(N_("This code is wrong. You have %(left)s tries left."), status=422, left=left)


# -- forgetting ----------------------------------------------------------------------------------------------------


def forget_old() -> None:
    """What no limit and no sentence needs any more. The caller commits."""
    past = clock.now() - HOUR
    db.session.execute(delete(CodeRequest).where(CodeRequest.expires_at < past))
    db.session.execute(delete(SignInCode).where(SignInCode.expires_at < past))
    calm = or_(CodeContact.long_until.is_(None), CodeContact.long_until < clock.now())
    db.session.execute(delete(CodeContact).where(CodeContact.asked_at < past, calm))
