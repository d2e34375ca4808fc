"""A PostgreSQL server of a test's own: started in a folder, on a free port, and thrown away."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

PASSWORD = "sea/otter:21@home"
"""With every letter that has to be written otherwise in an address."""

_WRITTEN = "sea%2Fotter%3A21%40home"
_HOMES = "/usr/lib/postgresql"


def find_binaries() -> Path | None:
    """Find the programs of the newest PostgreSQL of this machine."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    homes = Path(_HOMES)
    found = sorted(homes.glob("*/bin/initdb"), key=lambda one: int(one.parts[-3]))
    return found[-1].parent if found else None


class Cluster:
    """A server that runs until it is closed.

    Args:
        binaries: Where its programs are.
        durable: Whether it syncs, as a real one does.
    """

    def __init__(self, binaries: Path, *, durable: bool = False) -> None:
        self._binaries = binaries
        self._durable = durable
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
        # PostgreSQL refuses to be started by root.
        self._user = _somebody() if os.geteuid() == 0 else None
        if self._user is not None:
            os.chown(self.folder, self._user, -1)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        secret = self.folder / "secret"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)
        subprocess.run(
            [
                str(binaries / "initdb"),
                *("-D", str(self.folder / "data"), "-U", "ann", "--pwfile", str(secret)),
                *("--auth", "scram-sha-256", "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
            ],
            check=True,
            capture_output=True,
            user=self._user,
            cwd=self.folder,
        )
        self._server: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        words = [
            str(self._binaries / "postgres"),
            *("-D", str(self.folder / "data"), "-p", str(self.port)),
            *("-c", f"unix_socket_directories={self.folder}", "-c", "max_connections=60"),
            *(() if self._durable else ("-c", "fsync=off")),
        ]
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                words, stdout=log, stderr=log, user=self._user, cwd=self.folder
            )
        end = time.monotonic() + 60
        ready = [str(self._binaries / "pg_isready"), "-h", "127.0.0.1", "-p", str(self.port)]
        while subprocess.run(ready, check=False, capture_output=True).returncode:
            assert time.monotonic() < end, (self.folder / "log").read_text()
            time.sleep(0.05)

    def stop(self) -> None:
        """End the server as a power cut does, connections and all."""
        if self._server is not None:
            self._server.send_signal(signal.SIGQUIT)
            self._server.wait()
            self._server = None

    def address(self, project: str, password: str = _WRITTEN) -> str:
        """Give what to write into `PICTURA_LEDGER`."""
        return f"postgresql://ann:{password}@127.0.0.1:{self.port}/postgres?project={project}"

    def close(self) -> None:
        """End the server and forget what it knew."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def _somebody() -> int:
    """Give the number of a person who is not root."""
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name).pw_uid
    return 65534
