"""A private PostgreSQL for tests and benchmarks, started from the installed binaries and thrown away after."""

import os
import shlex
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.support.files import locked

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/opt/postgresql*/bin")
OPTIONS = "-c max_connections=120 -c autovacuum=off"
HASTY = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def find_binaries() -> Path | None:
    """The folder of the newest PostgreSQL that can start a server."""
    found = [folder for place in PLACES for folder in Path("/").glob(place.lstrip("/")) if (folder / "initdb").exists()]
    if on_path := shutil.which("pg_ctl"):
        beside = Path(on_path).resolve().parent
        found += [beside] if (beside / "initdb").exists() and (beside / "postgres").exists() else []
    return max(found, key=lambda folder: str(folder)) if found else None


@dataclass(frozen=True)
class Cluster:
    """A running server on a free port of 127.0.0.1; every local role is trusted."""

    folder: Path
    port: int

    def url(self, role: str, database: str) -> str:
        return f"postgresql+psycopg://{role}:test@127.0.0.1:{self.port}/{database}"

    def run(self, statement: str, database: str = "postgres") -> None:
        """Run one statement as the superuser, outside a transaction."""
        address = f"host=127.0.0.1 port={self.port} user=postgres dbname={database}"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)

    def create_database(self, name: str, template: str = "template1") -> None:
        """A database of the owner's: empty, or a copy of one that nobody has open."""
        self.run(f'CREATE DATABASE "{name}" OWNER gongzhi_owner TEMPLATE "{template}"')

    def crash(self) -> None:
        """As when the machine's power is cut: nobody is told anything, and nobody is left when this returns."""
        main = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(main, signal.SIGSTOP)  # nobody is born while the others are counted
        dying = [*_children(main), main]
        for pid in dying:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        while any(map(_lives, dying)):
            time.sleep(0.01)

    def start_again(self) -> None:
        """With the options it had; the locks of the dead may name a number that is another process's by now."""
        data = self.folder / "data"
        given = shlex.split((data / "postmaster.opts").read_text())[1:]
        options = shlex.join(given[given.index("-D") + 2 :] if "-D" in given else given)
        for left in (data / "postmaster.pid", *self.folder.glob(".s.PGSQL.*")):
            left.unlink(missing_ok=True)
        self._control("-o", options, "-w", "start")

    def restart(self) -> None:
        """Everyone who is connected is cut off."""
        self._control("-m", "fast", "-w", "restart")

    def stop(self) -> None:
        """And leave nothing of it."""
        self._control("-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _control(self, *order: str) -> None:
        data, log = self.folder / "data", self.folder / "log"
        _as_postgres([str(_binary("pg_ctl")), "-D", str(data), "-l", str(log), *order])


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _lives(pid: int) -> bool:
    """A dead process whose parent has not asked for it yet holds nothing any more."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def start(*, durable: bool = False) -> Cluster:
    """A new cluster in a folder of its own; as root it runs as the user postgres, who must exist. Unless `durable`, what it
    acknowledged may be lost with the machine."""
    folder = Path(tempfile.mkdtemp(prefix="gongzhi-pg-"))
    folder.chmod(0o777)
    data, port = folder / "data", free_port()
    _as_postgres(
        [str(_binary("initdb")), "-D", str(data), "-U", "postgres", "--locale=C.UTF-8", "-E", "UTF8", "-A", "trust"]
    )
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} {OPTIONS} {'' if durable else HASTY}"
    cluster = Cluster(folder, port)
    cluster._control("-o", options, "-w", "start")
    cluster.run("CREATE ROLE gongzhi_owner LOGIN CREATEROLE PASSWORD 'test'")
    for role in ("gongzhi_app", "gongzhi_superior", "gongzhi_reader"):
        cluster.run(f"CREATE ROLE {role} LOGIN PASSWORD 'test'")
    return cluster


def shared(root: Path) -> Iterator[Cluster]:
    """One cluster for all workers of a test run; the last worker to leave stops it."""
    state, users = root / "postgres.port", root / "postgres.users"
    with locked(root / "postgres.lock"):
        if not state.exists():
            made = start()
            state.write_text(f"{made.port} {made.folder}")
        users.write_text(str(int(users.read_text() if users.exists() else "0") + 1))
    port, folder = state.read_text().split(" ", 1)
    cluster = Cluster(Path(folder), int(port))
    yield cluster
    with locked(root / "postgres.lock"):
        left = int(users.read_text()) - 1
        users.write_text(str(left))
        if left == 0:
            state.unlink()
            cluster.stop()


def _binary(name: str) -> Path:
    folder = find_binaries()
    if folder is None:
        raise FileNotFoundError("PostgreSQL is not installed")
    return folder / name


def _as_postgres(command: list[str]) -> None:
    if os.geteuid() == 0:
        command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/", timeout=120)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
