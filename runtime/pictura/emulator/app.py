"""Knows what the server does with a request, step by step. It knows no operation by name.

A request finds its operation, meets its fault, shows its key, is read and checked, and is answered:
with pictures, with an example, or with an error in the API's own shape.
"""

import asyncio
from collections.abc import Mapping, Sequence
from http.cookies import CookieError, SimpleCookie
from time import perf_counter

from starlette.applications import Starlette
from starlette.datastructures import Headers, QueryParams
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from pictura.emulator.answers import Answers
from pictura.emulator.calls import Call, Incoming
from pictura.emulator.delivery import PICTURES, Answer, Wish, tell
from pictura.emulator.examples import Examples, load_examples
from pictura.emulator.faults import Dice
from pictura.emulator.handing import Handing
from pictura.emulator.keys import shows_key
from pictura.emulator.performing import Performer, wish_of
from pictura.emulator.routes import Found, Router, UnknownPath, WrongMethod
from pictura.emulator.settings import Settings
from pictura.emulator.stats import Stats
from pictura.emulator.storage import Expired, Kept, Storage, Stored
from pictura.emulator.working import Worker
from pictura_core.operation import Api, Example, Operation

_PIECE = 1 << 20
"""Bytes of a file that are in memory at a time."""


def build(
    api: Api,
    settings: Settings,
    folder: str,
    examples: Mapping[str, Sequence[Example]] | None = None,
) -> ASGIApp:
    """Make the ASGI application that plays an API.

    Args:
        api: Whose operations are served.
        settings: How it behaves.
        folder: Where answers and pictures lie; the caller removes it.
        examples: Instead of those of the API's package.
    """
    storage = Storage(folder, settings.clock)
    stats = Stats()

    async def show_stats(_request: Request) -> Response:
        return JSONResponse(stats.snapshot())

    async def show_picture(request: Request) -> Response:
        match await asyncio.to_thread(storage.get, request.path_params["name"]):
            case Stored(media_type, content):
                return Response(content, media_type=media_type)
            case Expired():
                return PlainTextResponse("This url has expired.\n", 403)
            case None:
                return PlainTextResponse("There is no such picture.\n", 404)

    told = load_examples(api) if examples is None else examples
    own = Starlette(
        routes=[
            Route("/_pictura/stats", show_stats),
            Route(f"{PICTURES}{{name}}", show_picture),
        ]
    )
    player = Player(api, Examples(api, told), settings, storage, stats)

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        # Not mounted by the framework: its patterns know no path with a line break in it.
        app = own if scope.get("path", "").startswith("/_pictura/") else player
        await app(scope, receive, send)

    return answer


class Player:
    """The ASGI application for an API's own paths."""

    def __init__(
        self, api: Api, examples: Examples, settings: Settings, storage: Storage, stats: Stats
    ) -> None:
        self._api = api
        self._examples = examples
        self._settings = settings
        self._storage = storage
        self._stats = stats
        self._router = Router(api.operations.values())
        self._dice = Dice(settings.faults, settings.latency, settings.seed, settings.task_time)
        self._answers = Answers(api, examples, storage, settings, self._dice)
        self._performer = Performer(api, examples, settings, storage, stats, self._reply)
        worker = Worker(storage, settings, self._performer.line)
        self._handing = Handing(api, examples, storage, settings, self._dice, worker)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        began = perf_counter()
        match self._router.match(request.method, _raw_path(scope)):
            case UnknownPath():
                self._stats.count_request("")
                message = f"Invalid URL ({request.method} {request.url.path})"
                fault, answer = "", tell(self._examples.error(None, 404, message))
            case WrongMethod(allowed):
                self._stats.count_request("")
                message = f"{request.url.path} does not take {request.method}"
                told = self._examples.error(None, 405, message)
                fault, answer = "", tell(told, Allow=", ".join(allowed))
            case Found(operation, path):
                self._stats.count_request(operation.id)
                fault = self._dice.fault()
                try:
                    answer = await self._play(operation, path, request, fault)
                except ClientDisconnect:
                    return
                except Exception as error:  # noqa: BLE001 - the server's door: it goes on serving
                    self._settings.log(f"internal-error: {type(error).__name__}: {error}")
                    message = "the emulator failed; this is a bug in pictura"
                    fault, answer = "", tell(self._examples.error(operation, 500, message))
        self._stats.count_answer(answer.status)
        seconds = perf_counter() - began
        struck = f" ({fault})" if fault else ""
        self._settings.log(
            f"{request.method} {request.url.path} {answer.status}{struck} {seconds:.2f} s"
        )
        await send_answer(answer, request.method, send, halved=fault == "drop")

    async def _play(
        self, operation: Operation[object], path: Mapping[str, str], request: Request, fault: str
    ) -> Answer:
        limit = max(self._settings.body_limit, self._handing.body_limit(operation))
        body = await _read(request, limit)
        await asyncio.sleep(self._dice.seconds())
        struck = self._performer.struck(operation, fault)
        if struck is not None:
            return struck
        if not shows_key(self._api, operation, request):
            return tell(
                self._examples.named_error(operation, "no_key", 401, "the request has no key")
            )
        if body is None:
            return tell(
                self._examples.error(operation, 413, f"the body has more than {limit} bytes")
            )
        if _only_documents_501(operation):
            return tell(
                self._examples.named_error(
                    operation, "not_implemented", 501, "this operation is not served"
                )
            )
        accept = request.headers.get("accept", "")
        wish = wish_of(str(request.base_url).rstrip("/"), accept, fault)
        key = request.headers.get("idempotency-key", "")
        incoming = _incoming(path, request, body)
        return await self._performer.perform(operation, incoming, wish, fault, self._dice, key)

    async def _reply(self, call: Call, wish: Wish) -> Answer:
        """Say what answers a call that is as it should be."""
        told = await self._handing.answer(call, wish)
        return await self._answers.answer(call, wish) if told is None else told


async def _read(request: Request, limit: int) -> bytes | None:
    """Read the whole body; None if it is too large, and then it is read but not kept."""
    body = bytearray()
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= limit:
            body += chunk
    return bytes(body) if size <= limit else None


async def send_answer(answer: Answer, method: str, send: Send, *, halved: bool) -> None:
    """Send an answer, in pieces if a file holds it.

    Args:
        answer: What to send.
        method: Of the request; what is asked with HEAD has no body.
        send: To the server.
        halved: Whether it is to break off.
    """
    size = len(answer.content) if answer.file is None else answer.file.size
    headers = {"content-length": str(size), **answer.headers}
    if answer.media_type:
        headers["content-type"] = answer.media_type
    encoded = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": encoded})
    # An answer that is never finished makes the server close the connection.
    size = 0 if method == "HEAD" else size // 2 if halved else size
    if answer.file is not None and size:
        await _send_file(answer.file._replace(size=size), send)
    content = answer.content[:size]
    await send({"type": "http.response.body", "body": content, "more_body": halved})


async def _send_file(kept: Kept, send: Send) -> None:
    left = kept.size
    with open(kept.path, "rb") as file:  # noqa: ASYNC230 - it is opened at once, and read elsewhere
        while left > 0:
            piece = await asyncio.to_thread(file.read, min(left, _PIECE))
            left -= len(piece)
            await send({"type": "http.response.body", "body": piece, "more_body": True})


def _raw_path(scope: Scope) -> str:
    raw: bytes = scope["raw_path"]
    return raw.partition(b"?")[0].decode("ascii", "replace")


def _incoming(path: Mapping[str, str], request: Request, body: bytes) -> Incoming:
    cookies: SimpleCookie = SimpleCookie()
    try:
        cookies.load(request.headers.get("cookie", ""))
    except CookieError:
        cookies.clear()
    return Incoming(
        path=path,
        query=QueryParams(request.scope["query_string"]).multi_items(),
        headers=_joined(request.headers),
        cookies={name: morsel.value for name, morsel in cookies.items()},
        body=body,
    )


def _joined(headers: Headers) -> dict[str, str]:
    return {name: ", ".join(headers.getlist(name)) for name in headers}


def _only_documents_501(operation: Operation[object]) -> bool:
    statuses = [one.status for one in operation.responses]
    return "501" in statuses and not any(one.startswith(("2", "default")) for one in statuses)
