"""Knows how people ask for pictures without Pictura: one process, so many pictures, each written.

Nothing is synced, digested or recorded: what `pictura run` does beyond that is not asked of them.
"""

import asyncio
import base64
import os
import sys
from collections.abc import Awaitable, Callable, Iterable


def _write(folder: str, number: int, data: bytes) -> None:
    with open(os.path.join(folder, f"{number}.png"), "wb") as file:
        file.write(data)


async def _each(
    ask: Callable[[int], Awaitable[None]], numbers: Iterable[int], concurrency: int
) -> None:
    left = iter(numbers)

    async def work() -> None:
        for number in left:
            await ask(number)

    await asyncio.gather(*(work() for _ in range(concurrency)))


async def _openai(url: str, form: str, count: int, concurrency: int, folder: str) -> None:
    from openai import AsyncOpenAI  # noqa: PLC0415 - the other contender's start is not its own

    sdk = AsyncOpenAI(api_key="sk-benchmark", base_url=f"{url}/v1")
    fetcher = sdk._client  # noqa: SLF001 - the client that the SDK has at hand, its pool is warm

    async def ask(number: int) -> None:
        answer = await sdk.images.generate(
            model="dall-e-3",
            prompt=f"an otter, {number}",
            response_format="b64_json" if form == "base64" else "url",
        )
        assert answer.data
        first = answer.data[0]
        if form == "base64":
            _write(folder, number, base64.b64decode(first.b64_json or ""))
        elif form == "fetch":
            _write(folder, number, (await fetcher.get(first.url or "")).content)

    async with sdk:
        await _each(ask, range(count), concurrency)


async def _httpx(url: str, form: str, count: int, concurrency: int, folder: str) -> None:
    import httpx  # noqa: PLC0415 - the other contender's start is not its own

    limits = httpx.Limits(max_connections=None, max_keepalive_connections=concurrency)

    async def ask(number: int) -> None:
        body = {
            "model": "dall-e-3",
            "prompt": f"an otter, {number}",
            "response_format": "b64_json" if form == "base64" else "url",
        }
        answer = await client.post("/v1/images/generations", json=body)
        first = answer.json()["data"][0]
        if form == "base64":
            _write(folder, number, base64.b64decode(first["b64_json"]))
        elif form == "fetch":
            _write(folder, number, (await client.get(first["url"])).content)

    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=600) as client:
        await _each(ask, range(count), concurrency)


if __name__ == "__main__":
    way = {"openai": _openai, "httpx": _httpx}[sys.argv[1]]
    asyncio.run(way(sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]), sys.argv[6]))
