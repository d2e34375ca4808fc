"""The yardstick: validators of the benchmark's schemas as a person would write them for speed.

Straight lines, locals, constants, no helper. What a generator can at best emit.
"""

from typing import Final

_MODELS: Final = frozenset(("dall-e-2", "dall-e-3", "gpt-image-1"))
_QUALITIES: Final = frozenset(("standard", "hd", "low", "medium", "high", "auto"))
_FORMATS: Final = frozenset(("url", "b64_json"))
_STYLES: Final = frozenset(("vivid", "natural"))
_SIZES: Final = frozenset(
    (
        "256x256",
        "512x512",
        "1024x1024",
        "1792x1024",
        "1024x1792",
        "1536x1024",
        "1024x1536",
        "auto",
    )
)
_SIZES_3: Final = frozenset(("1024x1024", "1792x1024", "1024x1792"))
_SIZES_2: Final = frozenset(("256x256", "512x512", "1024x1024"))
_FIELDS: Final = frozenset(
    ("prompt", "model", "n", "quality", "response_format", "style", "size", "user")
)


def request(body: object) -> bool:
    """Tell whether a request for an image holds; only the very types of JSON count."""
    if type(body) is not dict:
        return False
    try:
        if "prompt" not in body:
            return False
        prompt = body["prompt"]
        if type(prompt) is not str or not 0 < len(prompt) < 4001:
            return False
        count = 1
        model = None
        if "model" in body:
            model = body["model"]
            if model not in _MODELS:
                return False
            count = 2
        if "n" in body:
            n = body["n"]
            if type(n) is not int and (type(n) is not float or not n.is_integer()):
                return False
            if not 1 <= n <= 10 or (model == "dall-e-3" and n != 1):
                return False
            count += 1
        if "quality" in body:
            if body["quality"] not in _QUALITIES or model == "dall-e-2":
                return False
            count += 1
        if "response_format" in body:
            if body["response_format"] not in _FORMATS:
                return False
            count += 1
        if "style" in body:
            if body["style"] not in _STYLES or model == "dall-e-2":
                return False
            count += 1
        if "size" in body:
            size = body["size"]
            if model == "dall-e-3":
                if size not in _SIZES_3:
                    return False
            elif model == "dall-e-2":
                if size not in _SIZES_2:
                    return False
            elif size not in _SIZES:
                return False
            count += 1
        if "user" in body:
            user = body["user"]
            if type(user) is not str or len(user) > 256:
                return False
            count += 1
        if model == "dall-e-2" and len(prompt) > 1000:
            return False
        return count == len(body)
    except TypeError:
        # What cannot be looked up in a set is no string.
        return False


def requests(body: object) -> bool:
    """Tell whether a list of requests holds."""
    if type(body) is not dict or "steps" not in body:
        return False
    count = 1
    if "name" in body:
        count = 2
        if type(body["name"]) is not str:
            return False
    steps = body["steps"]
    if type(steps) is not list or not steps or count != len(body):
        return False
    for step in steps:  # noqa: SIM110 - a generator expression costs a third more
        if not request(step):
            return False
    return True


def tree(node: object) -> bool:
    """Tell whether a tree holds; what is referred to is written in place."""
    if type(node) is not dict or "name" not in node or "meta" not in node:
        return False
    name = node["name"]
    if type(name) is not str or not 0 < len(name) < 65:
        return False
    meta = node["meta"]
    if type(meta) is not dict or "id" not in meta:
        return False
    number = meta["id"]
    if type(number) is not int and (type(number) is not float or not number.is_integer()):
        return False
    if number < 0:
        return False
    if "label" in meta:
        if len(meta) != 2 or not _label(meta["label"]):
            return False
    elif len(meta) != 1:
        return False
    if "children" not in node:
        return len(node) == 2
    children = node["children"]
    if len(node) != 3 or type(children) is not list:
        return False
    for child in children:  # noqa: SIM110 - see above
        if not tree(child):
            return False
    return True


def _label(label: object) -> bool:
    if type(label) is not dict or "text" not in label:
        return False
    text = label["text"]
    if type(text) is not str or len(text) > 80:
        return False
    if "weight" in label:
        weight = label["weight"]
        if type(weight) is not float and type(weight) is not int:
            return False
        return len(label) == 2 and 0 <= weight <= 1
    return len(label) == 1


def first_error(body: object) -> tuple[str, str] | None:
    """Say the first thing that is wrong with a request: a pointer and a sentence."""
    if type(body) is not dict:
        return "", "must be an object"
    if "prompt" not in body:
        return "", "is required: prompt"
    prompt = body["prompt"]
    if type(prompt) is not str or not 0 < len(prompt) < 4001:
        return "/prompt", "must have 1 to 4000 characters"
    model = body.get("model")
    for name, allowed in (
        ("model", _MODELS),
        ("quality", _QUALITIES),
        ("response_format", _FORMATS),
        ("style", _STYLES),
    ):
        if name in body and (type(body[name]) is not str or body[name] not in allowed):
            return f"/{name}", "is none of the values allowed"
    n = body.get("n", 1)
    if type(n) is not int or not 1 <= n <= 10 or (model == "dall-e-3" and n != 1):
        return "/n", "must be from 1 to 10, and 1 with dall-e-3"
    sizes = {"dall-e-3": _SIZES_3, "dall-e-2": _SIZES_2}.get(str(model), _SIZES)
    if "size" in body and (type(body["size"]) is not str or body["size"] not in sizes):
        return "/size", "is none of the values allowed"
    if model == "dall-e-2" and ("style" in body or "quality" in body or len(prompt) > 1000):
        return "", "is not for dall-e-2"
    for name in body:
        if name not in _FIELDS:
            return f"/{name}", "is unknown"
    return None
