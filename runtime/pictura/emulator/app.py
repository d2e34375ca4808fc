"""Knows what the server does with a request, step by step. It knows no operation by name.

A request finds its operation, meets its fault, shows its key, is read and checked, and is answered:
with pictures, with an example, or with an error in the API's own shape.
"""

import asyncio
from collections import defaultdict
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
from pictura.emulator.calls import BadRequest, Call, Incoming, WrongMediaType, read_call
from pictura.emulator.delivery import PICTURES, Answer, Wish, revive, tell
from pictura.emulator.examples import Examples, load_examples
from pictura.emulator.faults import STATUSES, Dice
from pictura.emulator.keys import shows_key
from pictura.emulator.routes import Found, Router, UnknownPath, WrongMethod
from pictura.emulator.settings import Settings
from pictura.emulator.stats import Stats
from pictura.emulator.storage import Expired, Storage, Stored
from pictura_core.operation import Api, Example, Operation
from pictura_core.tuples import NamedTuple

_HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body>"


class _Done(NamedTuple):
    """An answer that was billed, and the request that it answered."""

    request: bytes
    status: int
    name: str


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
        self._done: dict[str, _Done] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

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
        await _send(answer, request.method, send, halved=fault == "drop")

    async def _play(
        self, operation: Operation[object], path: Mapping[str, str], request: Request, fault: str
    ) -> Answer:
        body = await self._read(request)
        await asyncio.sleep(self._dice.seconds())
        if fault in STATUSES:
            self._stats.count_fault(fault)
            told = self._examples.status_error(operation, int(fault), STATUSES[fault])
            return tell(told, **({"Retry-After": "1"} if fault == "429" else {}))
        if not shows_key(self._api, operation, request):
            return tell(
                self._examples.named_error(operation, "no_key", 401, "the request has no key")
            )
        if body is None:
            limit = self._settings.body_limit
            return tell(
                self._examples.error(operation, 413, f"the body has more than {limit} bytes")
            )
        if _only_documents_501(operation):
            return tell(
                self._examples.named_error(
                    operation, "not_implemented", 501, "this operation is not served"
                )
            )
        try:
            call = read_call(operation, _incoming(path, request, body))
            return await self._answer(call, request, fault)
        except WrongMediaType as error:
            return tell(self._examples.error(operation, 415, str(error)))
        except BadRequest as error:
            return tell(self._examples.invalid(operation, str(error)))

    async def _answer(self, call: Call, request: Request, fault: str) -> Answer:
        operation = call.operation
        if operation.images is not None and fault in ("policy", "error-in-200"):
            self._stats.count_fault(fault)
            name = fault.replace("-", "_")
            status = 400 if fault == "policy" else 200
            return tell(
                self._examples.named_error(operation, name, status, "the prompt is refused")
            )
        wish = Wish(
            base_url=str(request.base_url).rstrip("/"),
            accept=request.headers.get("accept", ""),
            gone=fault == "expired-url",
            fails=fault == "task",
            pauses=fault == "pause",
        )
        key = request.headers.get("idempotency-key", "")
        answer = await self._once(call, key, wish)
        started = operation.task is not None and fault in ("task", "pause")
        if fault in ("drop", "garbage", "expired-url") or started:
            self._stats.count_fault(fault)
        if fault != "garbage":
            return answer
        half = answer.content[: len(answer.content) // 2]
        return answer._replace(content=half if self._dice.coin() else _HTML)

    async def _once(self, call: Call, key: str, wish: Wish) -> Answer:
        """Answer a call, or give the answer again that its Idempotency-Key had before."""
        if not key or not self._settings.idempotency:
            answer = await self._answers.answer(call, wish)
            self._bill(call)
            return answer
        canonical = call.canonical()
        async with self._locks[key]:
            done = self._done.get(key)
            if done is None:
                answer = await self._answers.answer(call, wish)
                stored = Stored(answer.media_type, revive(answer.content))
                await asyncio.to_thread(self._storage.put, f"answer {key}", stored)
                # Nothing is awaited between the two: a client that goes away in the middle has
                # either paid and can ask again for nothing, or has not paid.
                self._done[key] = _Done(canonical, answer.status, f"answer {key}")
                self._bill(call)
                return answer
            if done.request != canonical:
                message = "this Idempotency-Key was used with another request"
                return tell(self._examples.error(call.operation, 422, message))
            kept = await asyncio.to_thread(self._storage.get, done.name)
            self._stats.count_replay()
            assert isinstance(kept, Stored)  # noqa: S101 - answers are stored without an end
            return Answer(done.status, *kept, {"Idempotent-Replayed": "true"})

    def _bill(self, call: Call) -> None:
        if call.operation.images is not None or call.operation.price is not None:
            self._stats.bill()

    async def _read(self, request: Request) -> bytes | None:
        """Read the whole body; None if it is too large, and then it is read but not kept."""
        body = bytearray()
        limit = self._settings.body_limit
        size = 0
        async for chunk in request.stream():
            size += len(chunk)
            if size <= limit:
                body += chunk
        return bytes(body) if size <= limit else None


async def _send(answer: Answer, method: str, send: Send, *, halved: bool) -> None:
    headers = {"content-length": str(len(answer.content)), **answer.headers}
    if answer.media_type:
        headers["content-type"] = answer.media_type
    encoded = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": encoded})
    content = b"" if method == "HEAD" else answer.content
    if halved:
        # An answer that is never finished makes the server close the connection.
        content = content[: len(content) // 2]
    await send({"type": "http.response.body", "body": content, "more_body": halved})


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
