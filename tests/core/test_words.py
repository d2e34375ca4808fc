"""`pictura_core.wire.words`: keys are taken out of others' words, however they are escaped."""

import base64
import json
import random
from urllib.parse import quote

import pytest

from pictura_core.wire import hide, hide_bytes, holds

KEY = "s9correct-horse"
ROUNDS = 200


def hidden(text: str, key: str) -> str:
    """Hide a key in a text, and in its bytes: both come to the same."""
    out = hide(text, key)
    assert hide_bytes(text.encode(), key) == out.encode()
    assert holds(text.encode(), key) is (out != text)
    return out


@pytest.mark.parametrize("slashes", [0, 1, 2, 15, 16, 17, 18, 64, 1023, 100_000])
def test_any_number_of_backslashes_escapes_a_letter(slashes: int) -> None:
    """Each letter may be escaped as often as a text was put into another, and none stays."""
    run = "\\" * slashes
    for told in (
        "".join(run + letter for letter in KEY),
        "".join(f"{run}u{ord(letter):04x}" for letter in KEY),
        KEY[:6] + run + KEY[6:],
        KEY[:6] + run + f"u{ord(KEY[6]):04X}" + KEY[7:],
    ):
        assert hidden(f"no: {told}!", KEY) == "no: [redacted]!"


def test_a_key_that_is_escaped_again_and_again() -> None:
    """A key is found in JSON in JSON, at any depth at which somebody may log it."""
    key = '9"quoted/key"'
    told = key
    for _ in range(12):
        told = json.dumps(told)[1:-1]
        assert hidden(f"<{told}>", key) == "<[redacted]>"
    assert told.count("\\" * 17)


def test_keys_in_every_dress() -> None:
    """Keys with backslashes of their own, and what they look like in a header, are found too."""
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")  # noqa: T201 - a random test says its seed
    chance = random.Random(seed)
    for _ in range(ROUNDS):
        inner = [chance.choice('abc0/+="\\%&<-_.u5') for _ in range(chance.randrange(8, 30))]
        key = chance.choice("su%&9") + "".join(inner) + chance.choice("z\\%u")
        coded = base64.b64encode(key.encode()).decode().rstrip("=")
        for form in (key, coded):
            once = json.dumps(form)[1:-1]
            slashes = [chance.randrange(60) for _ in form]
            escaped = zip(slashes, form, strict=True)
            for told in (
                form,
                once,
                json.dumps(once)[1:-1],
                "".join("\\" * many + f"\\u{ord(one):04x}" for many, one in escaped),
                "".join(f"%{ord(one):02X}" for one in form),
                quote(quote(form, safe=""), safe=""),
                "".join(f"&#{ord(one)};" for one in form),
            ):
                assert hidden(f"<{told}>", key) == "<[redacted]>", (key, told)


@pytest.mark.parametrize("key", [KEY, "s9\\ab\\\\cd\\e", "a" * 30 + "b", "\\\\begins"])
@pytest.mark.parametrize("slashes", [1, 17, 100_000])
def test_runs_of_backslashes_are_read_once(key: str, slashes: int) -> None:
    """What nearly is a key, again and again between long runs, stays, and takes no hour."""
    nearly = key[:-1]
    run = "\\" * slashes
    for part in (run, nearly[:1] + run, nearly + run, run.join(nearly) + run):
        text = part * (1 + 100_000 // len(part))
        assert hidden(text, key) == text
        assert hidden(f"{text} {key}", key).endswith(" [redacted]")


def test_what_is_no_key_stays() -> None:
    """A letter too few, and a key so short that it stands everywhere, are nobody's secret."""
    for text, key in ((KEY[:-1], KEY), ("the text", "text"), ("\\" * 99, "\\" * 20)):
        assert hidden(text, key) == text
