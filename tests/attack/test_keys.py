"""Wherever and however a server echoes the key, it comes out nowhere."""

import base64
import html
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from typing import Protocol
from urllib.parse import quote, unquote
from urllib.request import Request, urlopen

import pytest
from tests.attack.test_answers import RECIPE, Attacked, Hostile, Say, base64_of, png, say, url_of

from pictura_core.errors import ApiError, InvalidResponse, TransportError
from pictura_core.transport import Transport
from pictura_core.wire import Encoded

SECONDS = float(os.environ.get("PICTURA_FUZZ", "25"))
"""For which new cases are drawn; a few are drawn however slow the machine is."""
FEWEST = 4
DRESSES: dict[str, Callable[[str], str]] = {
    "plain": str,
    "json": lambda key: json.dumps(key)[1:-1],
    "json twice": lambda key: json.dumps(json.dumps(key))[1:-1],
    "slashes": lambda key: json.dumps(key)[1:-1].replace("/", "\\/"),
    "unicode": lambda key: "".join(f"\\u{ord(c):04x}" for c in key),
    "UNICODE": lambda key: "".join(f"\\u{ord(c):04X}" if c != "s" else c for c in key),
    "percent": lambda key: quote(key, safe=""),
    "all percent": lambda key: "".join(f"%{ord(c):02x}" for c in key),
    "percent twice": lambda key: quote(quote(key, safe=""), safe=""),
    "base64": lambda key: base64.b64encode(key.encode()).decode(),
    "bare base64": lambda key: base64.b64encode(key.encode()).decode().rstrip("="),
    "url base64": lambda key: base64.urlsafe_b64encode(key.encode()).decode(),
    "percent base64": lambda key: quote(base64.b64encode(key.encode()).decode(), safe=""),
    "page": html.escape,
    "entities": lambda key: "".join(f"&#{ord(c)};" for c in key),
    "hexadecimal": lambda key: "".join(f"&#x{ord(c):X};" for c in key),
}
Case = tuple[Say, Say]
"""What a request gets, and what a picture's url gives."""


class Ended(Protocol):
    """How a process ended."""

    @property
    def said(self) -> str:
        """All that a person saw."""
        ...


@pytest.fixture
def hostile() -> Iterator[Hostile]:
    """A server that means harm."""
    one = Hostile()
    yield one
    one.close()


def error(text: str, status: str = "400 No") -> Say:
    """Say no in JSON, with a text that is escaped already as it is to stand there."""
    return say(
        b'{"error": {"message": "no: TEXT", "code": "TEXT"}}'.replace(b"TEXT", text.encode()),
        status=status,
    )


def places(text: str, url: str) -> dict[str, Case]:
    """Give each way in which a server may say a text."""
    line = re.sub(r"[\r\n]", "", text)
    quiet = say(b"{}", status="404 No")
    picture = say(png(), "image/png")
    header = f"X-Request-Id: {line}\r\nWWW-Authenticate: Bearer {line}\r\nRetry-After: {line}\r\n"
    good = base64_of(png())
    path = quote(text, safe="%&=\\;#")
    away = f"Location: {url}/{path}?key={path}\r\n"
    padding = "x" * 200_000
    told = good.replace(b"{", f'{{"user": "{text}", '.encode(), 1)
    # A signature that ends soon: until then a run is patient with whatever may pass.
    soon = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 8))
    fetched = url_of(f"{url}/a.png?se={soon}&sig=x")
    return {
        "message": (error(text), quiet),
        "refused key": (error(text, "401 No"), quiet),
        "cut message": (error("x" * random.randrange(380, 520) + text), quiet),
        "reason phrase": (say(b"{}", status=f"400 {line}"), quiet),
        "headers": (say(good, extra=header), quiet),
        "headers of no": (say(b"{}", status="400 No", extra=header), quiet),
        "page": (say(f"<html>{text}</html>".encode(), "text/html"), quiet),
        "page of no": (say(f"<html>{text}</html>".encode(), "text/html", "403 No"), quiet),
        "beside the picture": (say(told), quiet),
        "long answer": (say(told.replace(b'"user"', f'"a": "{padding}", "user"'.encode())), quiet),
        "long text": (say(told.replace(text.encode(), (text + padding).encode(), 1)), quiet),
        "revised": (say(good.replace(b"}]", f', "revised_prompt": "{text}"}}]'.encode())), quiet),
        "no picture": (say(json.dumps({"data": []}).replace("[", f'["{text}"').encode()), quiet),
        "binary": (say(b"\x89PNG\0" + text.encode(), "image/png"), quiet),
        "events": (say(f'data: {{"a": "{text}"}}\n\n'.encode(), "text/event-stream"), quiet),
        "redirect": (say(b"", status="302 X", extra=away), quiet),
        "picture's url": (say(url_of(f"{url}/{path}?key={path}#{path}")), quiet),
        "picture's good url": (say(url_of(f"{url}/{path}?key={path}")), picture),
        "picture's refusal": (say(fetched), error(text, "404 No")),
        "picture's page": (say(fetched), say(f"<p>{text}".encode(), "text/html")),
        "picture's redirect": (say(fetched), say(b"", status="302 X", extra=away)),
        "picture's file": (
            say(fetched),
            say(b"", status="302 X", extra=f"Location: file:{line}\r\n"),
        ),
    }


def reveals(data: bytes, key: str) -> bool:
    """Tell whether somebody with patience finds the key in bytes."""
    text = data.decode("utf-8", "replace")
    coded = base64.b64encode(key.encode()).decode().rstrip("=")
    wanted = [one.replace("\\", "") for one in (key, coded, coded.translate({43: "-", 47: "_"}))]
    for _ in range(4):
        bare = text.replace("\\", "")
        if any(one in bare for one in wanted):
            return True
        text = re.sub(r"\\+u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
        text = unquote(html.unescape(text))
    return False


def draw_key(chance: random.Random) -> str:
    """Draw a key such as no provider has, but every escaping changes."""
    letters = "abcdefghkmABCDEFGHKM0123456789" + '/+="\\%&<-_.' * chance.randrange(2)
    return "s9" + "".join(chance.choice(letters) for _ in range(chance.randrange(10, 40))) + "z"


def test_an_echoed_key_is_found_nowhere(attacked: Attacked, hostile: Hostile) -> None:
    """No file, no stream and no exception holds the key, wherever and however it was echoed."""
    seed = random.SystemRandom().randrange(1 << 30)
    chance = random.Random(seed)
    random.seed(seed)
    end = time.monotonic() + SECONDS
    cases = 0
    while cases < FEWEST or time.monotonic() < end:
        cases += 1
        key = draw_key(chance)
        dress = chance.choice(list(DRESSES))
        found = places(DRESSES[dress](key), hostile.url)
        place = chance.choice(list(found))
        hostile.post, hostile.get = found[place]
        case = f"seed {seed}, case {cases}: {key} as {dress} in {place}"
        sys.stdout.write(f"{case}\n")
        form = "url" if place.startswith("picture") else "b64_json"
        attacked.write(RECIPE.replace("FORMAT", form).replace("prompt: x", f"prompt: x{cases}"))
        detail = chance.choice(["-v", "--json", "-q", "--force"])
        commands: list[tuple[str, ...]] = [("run", "r.yaml", detail, "--junit", "junit.xml")]
        commands.append(chance.choice([("gallery", "r.yaml"), ("history",), ("plan", "r.yaml")]))
        for words in commands:
            ended = attacked.pictura(*words, url=hostile.url, key=key, seconds=120)
            assert not reveals(ended.said.encode(), key), (case, words, ended.said)
        for path in attacked.root.rglob("*"):
            assert not reveals(str(path).encode(), key), (case, path)
            if not path.is_file() or path.name.startswith("r.yaml"):
                continue
            if place == "binary" and "blobs" in path.parts and reveals(path.read_bytes(), key):
                # What may be a picture is kept bit for bit, for its owner's eyes.
                assert path.stat().st_mode & 0o077 == 0, (case, path)
                path.unlink()
                continue
            assert not reveals(path.read_bytes(), key), (case, path)
        assert not reveals(complaint(hostile.url, key).encode(), key), case


def complaint(url: str, key: str) -> str:
    """Give all that an exception of a client says, also to who looks into it."""
    question = Encoded("createImage", "POST", "/v1/images/generations", (), b"{}", ())
    said: list[str] = []
    with Transport(url, key) as road:

        def exchange() -> object:
            return road.exchange(question, (), lambda _: None)

        def download() -> object:
            return road.download(f"{url}/a.png", lambda _: None, limit=1 << 20, allow=str)

        for ask in (exchange, download):
            try:
                ask()
            except (ApiError, InvalidResponse, TransportError) as problem:
                told = (str(problem), repr(problem), repr(vars(problem)))
                said += [*told, *traceback.format_exception(problem)]
        said.append(repr(road))
    return "\n".join(said)


def test_the_emulator_says_no_key(attacked: Attacked) -> None:
    """An emulator that gets a key, in a header, a url or a body, prints none of it."""
    key = 'sk-4f9/a+1c7e"22d84b5=='
    process = subprocess.Popen(
        [sys.executable, "-m", "pictura", "emulate", "--port", "0"],
        cwd=attacked.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert process.stdout is not None
    began = process.stdout.readline()
    (url,) = re.findall(rb"http://[0-9.:]+", began)
    body = json.dumps({"model": "dall-e-3", "prompt": key, "size": key}).encode()
    heads = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    for path in ("/v1/images/generations", f"/v1/images/generations?key={quote(key)}"):
        request = Request(url.decode() + path, body, heads)  # noqa: S310 - our own server
        try:
            urlopen(request).close()  # noqa: S310 - as above
        except OSError as problem:
            assert "HTTP Error 4" in str(problem)  # noqa: PT017 - a refusal is as good
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=30)
    assert not reveals(began + rest, key)
