"""Knows how files and batches are handed in, asked for, listed and given up.

Which operations do that, the table says (`x-batch`): each is known by its place there.
"""

import asyncio
from collections.abc import Mapping

from pictura.emulator.batches import Lot, Register, course_of, stored_name
from pictura.emulator.calls import BadRequest, Call
from pictura.emulator.delivery import Answer, Wish, tell
from pictura.emulator.examples import Examples, Told
from pictura.emulator.faults import Dice
from pictura.emulator.forms import Upload
from pictura.emulator.ids import Digests, new_id
from pictura.emulator.reporting import Reports
from pictura.emulator.settings import Settings
from pictura.emulator.storage import Storage, Stored
from pictura.emulator.values import holds
from pictura.emulator.working import Worker
from pictura_core.batches import Batch, BatchUpload
from pictura_core.operation import Api, Operation
from pictura_core.tuples import NamedTuple

_PAGE = 20
"""How many batches a list has where further ones can be asked for, and nobody says how many."""
_FORM = 1 << 20
"""Bytes that a form may have beside its file."""
_BYTES = "application/octet-stream"


class _Filed(NamedTuple):
    """A file that is there.

    Attributes:
        uploader: Which tells of files, and where it tells their ids.
        name: Empty if it has none.
        fields: Of the request that uploaded it; none of a file with results.
    """

    uploader: BatchUpload
    name: str
    fields: Mapping[str, object]


class Handing:
    """Answers the operations of which batches are made."""

    def __init__(
        self,
        api: Api,
        examples: Examples,
        storage: Storage,
        settings: Settings,
        dice: Dice,
        worker: Worker,
    ) -> None:
        self._api = api
        self._examples = examples
        self._storage = storage
        self._settings = settings
        self._dice = dice
        self._worker = worker
        self._reports = Reports(api, examples)
        self._digests = Digests()
        self._register = Register()
        self._files: dict[str, _Filed] = {}
        self._batched = [one for one in api.operations.values() if one.batch is not None]
        self._batches = [one.batch for one in self._batched if one.batch is not None]

    def body_limit(self, operation: Operation[object]) -> int:
        """Tell how many bytes a body may have that brings a batch's file; 0 if it brings none."""
        limits = [one.bytes for one in self._batches if one.upload.operation == operation.id]
        return max(limits) + _FORM if limits else 0

    async def answer(self, call: Call, wish: Wish) -> Answer | None:
        """Answer a call that is about a file or a batch; None if it is about neither.

        Raises:
            BadRequest: It asks for what cannot be.
        """
        id_ = call.operation.id
        for one in self._batches:
            if one.upload.operation == id_:
                return await self._upload(call, one)
            if one.create.operation == id_:
                return await self._create(call, wish)
            if one.find.operation == id_:
                return tell(self._list(call, one))
            if one.poll.operation == id_:
                return self._ask(call, one.poll.parameter)
            if one.fetch.operation == id_:
                return self._fetch(call, one.fetch.parameter)
            if one.cancel is not None and one.cancel.operation == id_:
                return self._cancel(call, one.cancel.parameter)
        return self._other(call)

    async def _upload(self, call: Call, batch: Batch) -> Answer:
        fields = call.fields()
        sent = fields.get(batch.upload.file)
        if isinstance(sent, str):  # a part that has no name
            sent = Upload("", sent.encode(), "")
        if not isinstance(sent, Upload):
            message = f"/{batch.upload.file}: is no file"
            raise BadRequest(message)
        steps = batch.upload.id
        old = self._reports.pattern(call.operation, steps)
        id_ = new_id(old, self._digests.digest(await asyncio.to_thread(call.canonical)))
        size = len(sent.content)
        told = self._reports.file(call.operation, steps, id_, sent.name, size, fields)
        stored = Stored(sent.media_type, sent.content)
        await asyncio.to_thread(self._storage.put, stored_name(id_), stored)
        said = {key: one for key, one in fields.items() if key != batch.upload.file}
        self._files[str(id_)] = _Filed(batch.upload, sent.name, said)
        return tell(told)

    async def _create(self, call: Call, wish: Wish) -> Answer:
        operation, batch = self._asked(call)
        fields = call.fields()
        file = str(fields.get(batch.create.file))
        filed = self._files.get(file)
        if filed is None:
            message = f"/{batch.create.file}: there is no file {file[:80]!r}"
            raise BadRequest(message)
        for name, value in batch.upload.arguments.items():
            if filed.fields.get(name) != value:
                message = f"/{batch.create.file}: the file was not uploaded with {name}={value}"
                raise BadRequest(message)
        digest = self._digests.digest(call.canonical())
        old = self._reports.pattern(call.operation, batch.create.id)
        giving_up = self._api.operations.get(batch.cancel.operation) if batch.cancel else None
        lot = Lot(
            id=new_id(old, digest),
            operation=operation,
            batch=batch,
            course=course_of(batch, self._reports.state_of(giving_up, batch)),
            fields=fields,
            source=stored_name(file),
            base_url=wish.base_url,
            began=self._settings.clock(),
            seconds=self._dice.task_seconds(),
            fault=wish.breaks,
            dice=self._dice.apart(f"batch {len(self._register)}"),
            ids=self._result_ids(batch, digest),
        )
        self._register.enter(lot)
        for id_ in lot.ids:
            self._files[str(id_)] = _Filed(batch.upload, "", {})
        self._worker.begin(lot)
        return tell(self._reports.batch(call.operation, lot, lot.told(lot.began)))

    def _asked(self, call: Call) -> tuple[Operation[object], Batch]:
        """Find what the requests of a batch ask."""
        known: list[str] = []
        for one in self._batched:
            batch = one.batch
            if batch is None or batch.create.operation != call.operation.id:
                continue
            if call.fields().get(batch.create.endpoint) == batch.endpoint:
                return one, batch
            known.append(f"{batch.create.endpoint}={batch.endpoint}")
        message = f"there is no such batch: {' or '.join(known)}"
        raise BadRequest(message)

    def _result_ids(self, batch: Batch, digest: bytes) -> tuple[str | int, ...]:
        poll = self._api.operations.get(batch.poll.operation)
        ids: list[str | int] = []
        for steps in batch.poll.files:
            old = self._reports.pattern(poll, steps)
            old = old or self._reports.pattern(self._uploader(batch), batch.upload.id)
            said = digest + "/".join(steps).encode()
            ids.append(new_id(old, self._digests.digest(said)))
        return tuple(ids)

    def _uploader(self, batch: Batch) -> Operation[object] | None:
        return self._api.operations.get(batch.upload.operation)

    def _list(self, call: Call, batch: Batch) -> Told:
        finds, fields = batch.find, call.fields()
        lots = [
            one
            for one in self._register.newest_first()
            if one.batch.find.operation == call.operation.id
        ]
        last = fields.get(finds.after) if finds.after else None
        if last is not None:
            ids = [str(one.id) for one in lots]
            if str(last) not in ids:
                message = f"{finds.after}: there is no batch {str(last)[:80]!r}"
                raise BadRequest(message)
            lots = lots[ids.index(str(last)) + 1 :]
        # What an API calls the size of a page nobody knows; but there is one number to ask for.
        numbers = [one for one in call.parameters.values() if type(one) is int and one > 0]
        size = numbers[0] if len(numbers) == 1 else _PAGE
        page = lots[:size] if finds.after else lots
        now = self._settings.clock()
        told = [(one, one.told(now)) for one in page]
        return self._reports.batches(call.operation, told, more=len(page) < len(lots))

    def _ask(self, call: Call, parameter: str) -> Answer:
        wanted = call.fields().get(parameter)
        lot = self._register.find(wanted)
        if lot is None:
            for example in self._examples.answers(call.operation):
                if example.status == 200 and holds(example.value, wanted):
                    return tell(example)
            return tell(self._examples.missing(call.operation, [wanted]))
        return self._tell(call, lot)

    def _cancel(self, call: Call, parameter: str) -> Answer:
        lot = self._register.find(call.fields().get(parameter))
        if lot is None:
            return self._ask(call, parameter)
        if lot.state:
            message = f"the batch is {lot.state}, and there is nothing to give up"
            raise BadRequest(message)
        if lot.given_up is None:
            lot.given_up = self._settings.clock()
        return self._tell(call, lot)

    def _tell(self, call: Call, lot: Lot) -> Answer:
        return tell(self._reports.batch(call.operation, lot, lot.told(self._settings.clock())))

    def _fetch(self, call: Call, parameter: str) -> Answer:
        wanted = str(call.fields().get(parameter))
        kept = self._storage.look(stored_name(wanted)) if wanted in self._files else None
        if kept is None:
            return tell(self._examples.missing(call.operation, [wanted]))
        kinds = [
            one.media_type
            for one in call.operation.responses
            if one.status.startswith("2") and one.form in ("binary", "text", "lines")
        ]
        kind = kinds[0] if kinds and "*" not in kinds[0] else _BYTES
        return Answer(200, kind, b"", file=kept)

    def _other(self, call: Call) -> Answer | None:
        """Answer an operation that asks something else of a file or a batch, by its path."""
        names = [one.name for one in call.operation.parameters if one.location == "path"]
        for name in names if call.operation.task is None else ():
            wanted = str(call.parameters.get(name))
            filed, lot = self._files.get(wanted), self._register.find(wanted)
            kept = self._storage.look(stored_name(wanted)) if filed is not None else None
            if filed is not None and kept is not None:
                if call.operation.method == "DELETE":
                    del self._files[wanted]
                return tell(self._about(call.operation, wanted, filed, kept.size))
            if lot is not None:
                poll = self._api.operations.get(lot.batch.poll.operation)
                old = self._reports.pattern(poll, lot.batch.create.id)
                return tell(self._reports.named(call.operation, old, wanted, None))
        return None

    def _about(self, operation: Operation[object], id_: str, filed: _Filed, size: int) -> Told:
        """Tell of a file as the operation does that takes it, if this one may tell that."""
        uploader, steps = self._api.operations[filed.uploader.operation], filed.uploader.id
        own = self._reports.file(uploader, steps, id_, filed.name, size, filed.fields)
        old = self._reports.pattern(uploader, steps)
        return self._reports.named(operation, old, id_, own.value)
