"""Customers of batch APIs, who know of each API what its table says, and nothing else."""

import importlib.util
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest

import openai_images.table
from pictura.emulator import Latency, Settings, serve_settings
from pictura.emulator.examples import load_examples
from pictura_core.batches import Batch
from pictura_core.data import find, put
from pictura_core.operation import Api, Example, Operation
from pictura_core.wire import Reply, decode

OPENAI = openai_images.table.API
HOUSE = Path(__file__).parents[2] / "cases" / "codegen" / "batches" / "out"
KEY = {"authorization": "Bearer any"}
PATIENCE = 60.0
"""Seconds after which something that has to happen has not."""


class Clock:
    """A clock that is turned by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


@cache
def printing_house() -> Api:
    """Give an API that has a word of its own for everything, and no example."""
    spec = importlib.util.spec_from_file_location("printing_house", HOUSE / "__init__.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["printing_house"] = module
    spec.loader.exec_module(module)
    table: Any = importlib.import_module("printing_house.table")
    api: Api = table.API
    return api._replace(name="printing_house")


APIS = {"openai_images": OPENAI, "printing_house": printing_house()}
both = pytest.mark.parametrize("api", APIS.values(), ids=APIS)
"""Lets a test hold for both APIs."""


def words(api: Api, text: str) -> dict[str, object]:
    """Write a request for a small picture."""
    if api is OPENAI:
        small = {"model": "dall-e-2", "size": "256x256", "response_format": "b64_json"}
        return {**small, "prompt": text}
    return {"words": text}


class Customer:
    """Uploads files, makes batches and reads results; each answer has to be what the API says.

    Attributes:
        api: Whose batches these are.
        operation: What the requests ask: the first that can be in a batch.
        batch: How.
        client: Speaks to the emulator.
        clock: The emulator's.
    """

    @classmethod
    def of(cls, api: Api) -> "Customer":
        """Give a customer who asks nothing, for what a table says."""
        return cls(api, httpx.Client(), Clock())

    def __init__(self, api: Api, client: httpx.Client, clock: Clock) -> None:
        self.api = api
        self.operation = next(one for one in api.operations.values() if one.batch is not None)
        assert self.operation.batch is not None
        self.batch: Batch = self.operation.batch
        self.client = client
        self.clock = clock

    def send(self, name: str, given: Mapping[str, Any], **headers: str) -> httpx.Response:
        """Ask an operation, with parameters and fields alike."""
        operation = self.api.operations[name]
        path, query, rest = operation.path, dict[str, Any](), dict(given)
        for parameter in operation.parameters:
            if parameter.name in rest and parameter.location == "path":
                path = path.replace(f"{{{parameter.name}}}", str(rest.pop(parameter.name)))
            elif parameter.name in rest:
                query[parameter.name] = rest.pop(parameter.name)
        sent: dict[str, Any] = {}
        if operation.bodies and operation.bodies[0].form == "multipart":
            sent["files"] = {k: v for k, v in rest.items() if isinstance(v, tuple)}
            sent["data"] = {k: v for k, v in rest.items() if not isinstance(v, tuple)}
        elif operation.bodies:
            sent["json"] = rest
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.request(operation.method, path, params=query, headers=headers, **sent)

    def ask(self, name: str, given: Mapping[str, Any], **headers: str) -> Any:
        """Ask an operation for a success, and hold it against the schema."""
        answer = self.send(name, given, **headers)
        assert answer.is_success, answer.text
        return decoded(self.api.operations[name], answer)

    def upload(self, content: bytes, **fields: object) -> Any:
        """Upload a file; gives its id."""
        upload = self.batch.upload
        given = {upload.file: ("requests.jsonl", content), **upload.arguments, **fields}
        return self.at(self.ask(upload.operation, given), upload.id)

    def order(self, file: str, name: str = "mine") -> dict[str, Any]:
        """Write what makes a batch of a file."""
        create = self.batch.create
        order: dict[str, Any] = json.loads(json.dumps(dict(create.arguments)))
        put(order, create.name, name)
        return {**order, create.file: file, create.endpoint: self.batch.endpoint}

    def make(self, lines: Sequence[object], name: str = "mine") -> Any:
        """Make a batch of lines; gives its id."""
        made = self.ask(self.batch.create.operation, self.order(self.upload(written(lines)), name))
        return self.at(made, self.batch.create.id)

    def line(self, key: str, body: object) -> dict[str, Any]:
        """Write a request."""
        line: dict[str, Any] = {}
        steps = self.batch.line
        put(line, steps.key, key)
        put(line, steps.method, self.operation.method)
        put(line, steps.url, self.batch.endpoint)
        put(line, steps.body, body)
        return line

    def lines(self, *texts: str) -> list[dict[str, Any]]:
        """Write a request for a picture of each text, which is its key."""
        return [self.line(text, words(self.api, text)) for text in texts]

    def poll(self, id_: str) -> Any:
        """Ask for a batch."""
        return self.ask(self.batch.poll.operation, {self.batch.poll.parameter: id_})

    def state(self, told: object) -> Any:
        """Give the state that is told of a batch."""
        return self.at(told, self.batch.poll.state)

    def counts(self, told: object) -> tuple[Any, Any]:
        """Give how many requests a batch has, and how many are done."""
        return self.at(told, self.batch.poll.total), self.at(told, self.batch.poll.completed)

    def until(self, id_: str, fits: Callable[[Any], bool]) -> Any:
        """Ask for a batch until what is told fits."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            told = self.poll(id_)
            if fits(told):
                return told
            time.sleep(0.01)
        raise TimeoutError(told)

    def until_told(self, id_: str, steps: Sequence[str], wanted: object) -> Any:
        """Ask for a batch until a value stands somewhere in what is told."""
        return self.until(id_, lambda told: self.at(told, steps) == wanted)

    def end(self, id_: str) -> Any:
        """Let a batch's time pass, and give what is told of it then."""
        over = (*self.batch.poll.done, *self.batch.poll.failed)

        def fits(told: object) -> bool:
            self.clock.now += 1000
            return self.state(told) in over

        return self.until(id_, fits)

    def cancel(self, id_: str) -> httpx.Response:
        """Give a batch up."""
        assert self.batch.cancel is not None
        return self.send(self.batch.cancel.operation, {self.batch.cancel.parameter: id_})

    def fetch(self, file: str) -> httpx.Response:
        """Ask for a file's bytes."""
        return self.send(self.batch.fetch.operation, {self.batch.fetch.parameter: file})

    def results(self, told: object) -> list[list[Any]]:
        """Give the lines of each file of a batch; none of one that is not there."""
        found: list[list[Any]] = []
        for steps in self.batch.poll.files:
            file = self.at(told, steps)
            answer = self.fetch(file) if file else None
            assert answer is None or answer.status_code == 200
            lines = answer.content.splitlines() if answer is not None else []
            found.append([json.loads(one) for one in lines])
        return found

    def keys(self, lines: Sequence[object]) -> list[Any]:
        """Give the keys of results, in their order."""
        return [self.at(one, self.batch.line.key) for one in lines]

    def answers(self, lines: Sequence[object]) -> dict[Any, tuple[Any, Any, Any]]:
        """Give status, answer and error of each result, by its key."""
        line = self.batch.line
        members = (line.status, line.answer, line.error)
        return {
            self.at(one, line.key): (
                self.at(one, members[0]),
                self.at(one, members[1]),
                self.at(one, members[2]),
            )
            for one in lines
        }

    def stats(self) -> Any:
        """Give what the emulator has counted."""
        return self.client.get("/_pictura/stats").json()

    @staticmethod
    def at(value: object, steps: Sequence[str]) -> Any:
        """Give what stands somewhere; None if nothing does."""
        return next((one for _, one in find(value, steps)), None)


def written(lines: Sequence[object]) -> bytes:
    """Write lines into a file; what is bytes already is one as it is."""
    texts = (one if isinstance(one, bytes) else json.dumps(one).encode() for one in lines)
    return b"".join(one + b"\n" for one in texts)


def decoded(operation: Operation[object], answer: httpx.Response) -> Any:
    """Decode an answer as a client does, which holds it against the document's schema."""
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return decode(operation, Reply(answer.status_code, headers, answer.content))


@contextmanager
def visiting(
    api: Api,
    faults: Mapping[str, float] | None = None,
    examples: Mapping[str, Sequence[Example]] | None = None,
    **settings: Any,
) -> Iterator[Customer]:
    """Play an API whose batches take ten seconds of a clock that is turned by hand."""
    clock = Clock()
    plain: dict[str, Any] = {"task_time": Latency(10, 10), "clock": clock}
    plain["faults"] = tuple((faults or {}).items())
    told = load_examples(api) if examples is None else examples
    with (
        serve_settings(api, Settings(**{**plain, **settings}), examples=told) as url,
        httpx.Client(base_url=url, headers=KEY, timeout=PATIENCE) as client,
    ):
        yield Customer(api, client, clock)


def parcel(customer: Customer, texts: list[str]) -> dict[str, Any]:
    """Write what uploads a file with requests."""
    upload = customer.batch.upload
    content = ("requests.jsonl", written(customer.lines(*texts)))
    return {upload.file: content, **upload.arguments}


def stubbornly(customer: Customer, name: str, given: dict[str, Any], **headers: str) -> Any:
    """Ask an operation until it answers in full, with a success that is JSON."""
    for _ in range(200):
        try:
            answer = customer.send(name, given, **headers)
            if answer.is_success:
                return answer.json()
        except (httpx.RemoteProtocolError, ValueError):
            continue
    raise TimeoutError(name)


def persistently(customer: Customer, texts: list[str]) -> list[list[Any]]:
    """Hand in a batch and read its results, however often the way there is refused."""
    upload, create, poll = customer.batch.upload, customer.batch.create, customer.batch.poll
    file = stubbornly(customer, upload.operation, parcel(customer, texts))
    made = stubbornly(
        customer,
        create.operation,
        customer.order(customer.at(file, upload.id)),
        idempotency_key="k",
    )
    asked = {poll.parameter: customer.at(made, create.id)}
    told = stubbornly(customer, poll.operation, asked)
    end = time.monotonic() + PATIENCE
    while customer.state(told) not in (*poll.done, *poll.failed):
        assert time.monotonic() < end
        customer.clock.now += 1000
        told = stubbornly(customer, poll.operation, asked)
    files = [customer.at(told, steps) for steps in poll.files]
    return [_read(customer, one) if one else [] for one in files]


def _read(customer: Customer, file: str) -> list[Any]:
    """Read a file with results until it comes whole."""
    for _ in range(200):
        try:
            answer = customer.fetch(file)
            if answer.is_success:
                return [json.loads(line) for line in answer.content.splitlines()]
        except (httpx.RemoteProtocolError, ValueError):
            continue
    raise TimeoutError(file)
