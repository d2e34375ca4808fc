"""An S3 server of a test's own, in a process, that counts requests and can be stopped."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from urllib.request import Request, urlopen


class Buckets:
    """A server with one bucket; what is in it is gone when it stops."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port: int = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"
        self.variables = {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": "AKIDTESTTESTTEST",
            "AWS_SECRET_ACCESS_KEY": "never/shown+anywhere",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
        self._log = Path(tempfile.mkdtemp(prefix="pictura-s3-"), "log")
        self.start()

    def start(self) -> None:
        """Start it, with an empty bucket."""
        words = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self._port)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                words, stdout=log, stderr=log, env={**os.environ, **self.variables}
            )
        bucket = Request(f"{self.url}/otters", method="PUT")  # noqa: S310 - our own server
        for _ in range(200):
            with suppress(OSError):
                urlopen(bucket).close()  # noqa: S310 - as above
                return
            time.sleep(0.1)
        message = self._log.read_text()[-2000:]
        raise RuntimeError(message)

    def stop(self) -> None:
        """Stop it, as a power cut does."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def count(self) -> int:
        """Say how many requests it has had."""
        # What it refuses it writes in colour.
        request = r'"(?:\x1b\[[\d;]*m)*(?:GET|PUT|HEAD|POST|DELETE) '
        return len(re.findall(request, self._log.read_text()))
