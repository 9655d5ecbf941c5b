"""The closing key: a small file outside the database that only moves forward.

It holds one secret and the number of its step. The secret of the next step follows from it by HKDF; that of the
step before follows from nothing. What closes on a day is sealed under that day's step, and once all of it is
counted the file is moved on: whatever the database still holds of it then opens with no key there is.

Days are days of UTC, since one file serves communities of many zones. A vote keeps its step, not its day: were the
clock ever wrong, the two may part, but steps never go back. The file is two blocks written in turn: the new secret
is on the disk before the old one is overwritten, in place, with zeros (docs/security.md says what that cannot reach).
"""

import fcntl
import hashlib
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

BLOCK = 4096  # bytes of each of the two: no disk writes less at once than it, so one never harms the other
MAGIC = "gongzhi-closing-key"
PATIENCE = 5.0  # seconds


class KeyMissing(LookupError):
    """There is no closing key to be read; the message names the file."""


class KeyGone(LookupError):
    """The step lies behind: its secret was destroyed."""


class KeyBusy(TimeoutError):
    """Another process has been moving the key for longer than anyone should wait."""


@dataclass(frozen=True)
class Key:
    """The secret of a step, and the day that step serves. `chain` names the file it began as and is no secret."""

    chain: str
    written: int  # how often the file has been written: of two blocks the later one holds
    step: int
    day: date
    secret: bytes

    def step_on(self, day: date) -> int:
        """The step that serves a day; days that are over have none any more and take the present one."""
        return self.step + max(0, (day - self.day).days)

    def moved(self, step: int) -> "Key":
        """The key of this or a later step; raises KeyGone for an earlier one."""
        if step < self.step:
            raise KeyGone(f"step {step} of the closing key lies behind; it stands at {self.step}")
        secret = self.secret
        for _ in range(step - self.step):
            secret = _derived(secret, b"next")
        return replace(self, step=step, day=self.day + timedelta(days=step - self.step), secret=secret)

    def use(self, *purpose: str) -> bytes:
        """32 bytes for one purpose of this step, such as the envelopes of one vote."""
        return _derived(self.secret, "\0".join(("use", *purpose)).encode())


_file: list[Path] = []


def configure(file: Path) -> None:
    """Say where the key is kept, once at start."""
    _file[:] = [file]


def file() -> Path:
    return _file[0]


def read() -> Key:
    """The key as it stands. Never kept in memory longer than it is used: it must be able to die."""
    with closing(_Opened(os.O_RDONLY)) as opened:
        for _ in range(50):  # between a move's two writes both blocks may be caught half: then the next look finds one
            with suppress(KeyMissing):
                return opened.key()
            time.sleep(0.002)
        return opened.key()


def can_be_moved() -> bool:
    """Whether this process may write the file: a key that stands still keeps everything openable."""
    try:
        os.close(os.open(file(), os.O_RDWR | os.O_CLOEXEC))
    except OSError:
        return False
    return True


def create(day: date) -> Key:
    """Begin a new chain, whole or not at all; where another process was faster, its key is everyone's."""
    made = Key(secrets.token_hex(8), 1, 0, day, secrets.token_bytes(32))
    half = file().with_name(f".{file().name}.{os.getpid()}")
    file().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    number = os.open(half, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        _write(number, 0, _text(made))
        _write(number, 1, b"")
        with suppress(FileExistsError):
            file().hardlink_to(half)
    finally:
        os.close(number)
        half.unlink()
    _sync_folder(file().parent)
    return read()


def share() -> Callable[[], None]:
    """Keep the key from moving until what is returned is called: from sealing something to its commit."""
    opened, ends = _Opened(os.O_RDONLY), time.monotonic() + PATIENCE
    while not opened.lock(fcntl.LOCK_SH):
        if time.monotonic() > ends:
            opened.close()
            raise KeyBusy(f"{file()} is being moved")
        time.sleep(0.01)
    return opened.close


@contextmanager
def moving() -> "Iterator[Mover | None]":
    """The right to move the key, of one process at a time; None where another has it or something is being sealed."""
    with closing(_Opened(os.O_RDWR)) as opened:
        yield Mover(opened) if opened.lock(fcntl.LOCK_EX) else None


class Mover:
    """Whoever holds the file's lock. A move that was interrupted is ended first: of two secrets the older goes."""

    def __init__(self, opened: "_Opened") -> None:
        self._opened = opened
        self.key = opened.key()
        self._blank_the_other()

    def to(self, step: int, day: date) -> None:
        """Make this step, standing for this day, the earliest there is."""
        new = replace(self.key.moved(step), day=day, written=self.key.written + 1)
        _write(self._opened.number, self._opened.index_of(new), _text(new))
        self.key = new
        self._blank_the_other()

    def _blank_the_other(self) -> None:
        other = 1 - self._opened.index_of(self.key)
        if self._opened.block(other).strip(b"\0"):
            _write(self._opened.number, other, b"")


class _Opened:
    """The file, opened for one look or one lock (a lock belongs to this opening and ends with it, or with the process)."""

    def __init__(self, how: int) -> None:
        try:
            self.number = os.open(file(), how | os.O_CLOEXEC)
        except OSError as error:
            raise KeyMissing(f"The closing key {file()} cannot be read ({error.strerror}).") from None

    def close(self) -> None:
        number, self.number = self.number, -1
        if number >= 0:
            os.close(number)

    def lock(self, kind: int) -> bool:
        try:
            fcntl.flock(self.number, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def block(self, index: int) -> bytes:
        return os.pread(self.number, BLOCK, index * BLOCK)

    def key(self) -> Key:
        """The later of the keys that the blocks hold whole."""
        found = [key for key in map(_key, (self.block(0), self.block(1))) if key is not None]
        if not found:
            raise KeyMissing(f"The closing key {file()} cannot be read: it holds no key.")
        return max(found, key=lambda key: key.written)

    @staticmethod
    def index_of(key: Key) -> int:
        return (key.written + 1) % 2


def _write(number: int, index: int, text: bytes) -> None:
    """Over the same bytes of the same file, and on the disk when this returns."""
    os.pwrite(number, text.ljust(BLOCK, b"\0"), index * BLOCK)
    os.fsync(number)


def _sync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _text(key: Key) -> bytes:
    """One line: what it is, chain, times written, step, day, secret, and a sum over all that."""
    line = f"{MAGIC} {key.chain} {key.written} {key.step} {key.day.isoformat()} {key.secret.hex()}"
    return f"{line} {_sum(line)}\n".encode()


def _key(block: bytes) -> Key | None:
    line, _, check = block.rstrip(b"\0").decode("ascii", "replace").strip().rpartition(" ")
    if not line.startswith(MAGIC) or check != _sum(line):
        return None
    _, chain, written, step, day, secret = line.split(" ")
    return Key(chain, int(written), int(step), date.fromisoformat(day), bytes.fromhex(secret))


def _sum(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()[:16]


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDFExpand(algorithm=SHA256(), length=32, info=b"gongzhi closing key\0" + purpose).derive(secret)


def day_of(instant: datetime) -> date:
    """The day of UTC on which something closes. What closes as a day begins, at 24:00 of the one before, is of that one."""
    return (instant.astimezone(UTC) - timedelta(microseconds=1)).date()
