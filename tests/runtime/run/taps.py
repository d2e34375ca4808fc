"""A TCP proxy that keeps every byte that passes."""

import socket
import threading
from contextlib import suppress


class Tap:
    """Listens on a port of its own, and passes on whatever comes. Must be closed.

    Args:
        port: Where to, on this machine.

    Attributes:
        port: Where it listens.
        streams: What passed, for each direction of each connection.
    """

    def __init__(self, port: int) -> None:
        self._to = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = [self._listener]
        self.port = int(self._listener.getsockname()[1])
        self.streams: list[bytearray] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Listen no more, and drop what is connected."""
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                try:
                    far = socket.create_connection(("127.0.0.1", self._to))
                except OSError:  # nobody listens there yet
                    near.close()
                    continue
                self._open += (near, far)
                for source, sink in ((near, far), (far, near)):
                    stream = bytearray()
                    self.streams.append(stream)
                    pump = (source, sink, stream)
                    threading.Thread(target=_pump, args=pump, daemon=True).start()


def _pump(source: socket.socket, sink: socket.socket, stream: bytearray) -> None:
    """Pass on until one side ends, and keep what passes before it does."""
    with suppress(OSError):
        while data := source.recv(1 << 16):
            stream += data
            sink.sendall(data)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_WR)
