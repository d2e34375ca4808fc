"""The documents are OpenAPI 3.1, their extensions are ours, their examples are true."""

import os
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator.schemas import schema_v31

from pictura_core import document
from pictura_core.extensions import applies
from pictura_core.source import Source

ROOT = os.path.join(os.path.dirname(__file__), "..", "..")

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
KEYWORDS = {
    *("$ref", "type", "enum", "const", "not", "if", "then", "allOf", "anyOf", "oneOf", "else"),
    *("properties", "required", "additionalProperties", "items", "minItems", "maxItems"),
    *("minimum", "maximum", "multipleOf", "minLength", "maxLength", "pattern", "format"),
    *("maxProperties", "propertyNames", "dependentRequired"),
    *("description", "default", "examples", "x-message", "x-input"),
}
"""The keywords in use: a comma too many in YAML makes a new one."""
SCHEMAS = ("additionalProperties", "else", "if", "items", "not", "propertyNames", "then")
SCHEMA_LISTS = ("allOf", "anyOf", "oneOf")
SCHEMA_MAPPINGS = ("$defs", "dependentSchemas", "patternProperties", "properties")


def mappings(
    value: Any, path: tuple[Any, ...] = ()
) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    """Go through every mapping of a value."""
    if isinstance(value, dict):
        yield path, value
        for key, item in value.items():
            yield from mappings(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from mappings(item, (*path, index))


def schemas(schema: Any) -> Iterator[dict[str, Any]]:
    """Go through a schema and every schema in it."""
    if not isinstance(schema, dict):
        return
    yield schema
    for key, value in schema.items():
        if key in SCHEMAS:
            yield from schemas(value)
        elif key in SCHEMA_LISTS:
            for one in value:
                yield from schemas(one)
        elif key in SCHEMA_MAPPINGS:
            for one in value.values():
                yield from schemas(one)


def all_schemas(specification: Any) -> Iterator[dict[str, Any]]:
    """Go through every schema of the specification, those of parameters and headers too."""
    for text in specification.files.values():
        for one in text.get("components", {}).get("schemas", {}).values():
            yield from schemas(one)
        for _, value in mappings(text):
            if isinstance(value.get("schema"), dict):
                yield from schemas(value["schema"])


def operations(specification: Any) -> Iterator[tuple[dict[str, Any], str]]:
    """Give every operation, with its file."""
    for written in specification.files["openapi.yaml"]["paths"].values():
        item, file = specification.follow(written, "openapi.yaml")
        for method in METHODS:
            if method in item:
                yield item[method], file


def answers(
    specification: Any,
) -> Iterator[tuple[dict[str, Any], str, str, Any, dict[str, Any], str]]:
    """Give (operation, status, example name, example, media type object, file)."""
    for operation, file in operations(specification):
        for status, written in operation["responses"].items():
            response, where = specification.follow(written, file)
            for media in response.get("content", {}).values():
                for name, example in media.get("examples", {}).items():
                    yield operation, status, name, example["value"], media, where


def test_root_and_families_are_openapi(each: Any) -> None:
    """The root with every path item in place, and every family's components, are OpenAPI."""
    root = dict(each.files["openapi.yaml"])
    paths = {path: each.follow(item, "openapi.yaml")[0] for path, item in root["paths"].items()}
    assert not list(Draft202012Validator(schema_v31).iter_errors({**root, "paths": paths}))
    for text in each.files.values():
        part = {
            "openapi": "3.1.0",
            "info": {"title": "", "version": ""},
            "components": text["components"],
        }
        assert not list(Draft202012Validator(schema_v31).iter_errors(part))


def test_every_path_of_a_family_is_in_the_root(each: Any) -> None:
    """Nothing that a family file describes is forgotten, and each path refers to its own item."""
    root = each.files["openapi.yaml"]["paths"]
    families = {
        path: f"{name}#/paths/{path.replace('/', '~1')}"
        for name, text in each.files.items()
        if name != "openapi.yaml"
        for path in text.get("paths", {})
    }
    assert {path: item["$ref"] for path, item in root.items()} == families


def test_every_reference_leads_somewhere(each: Any) -> None:
    """Each `$ref` has a target, and each component is referred to."""
    used = set[tuple[str, str]]()
    for name, text in each.files.items():
        for _, value in mappings(text):
            if isinstance(value.get("$ref"), str):
                assert each.follow(value, name)[0] is not None
                target, _, pointer = value["$ref"].partition("#")
                used.add((target or name, pointer))
    components = {
        (name, f"/components/{kind}/{one}")
        for name, text in each.files.items()
        for kind, members in text["components"].items()
        if kind != "securitySchemes"
        for one in members
    }
    assert components <= used
    assert len({pointer for _, pointer in components}) == len(components), (
        "a name stands in two files"
    )


def test_schemas_are_schemas(each: Any) -> None:
    """Each schema fits the meta-schema of 2020-12 and has only keywords that are known."""
    for schema in all_schemas(each):
        Draft202012Validator.check_schema(schema)
        assert set(schema) <= KEYWORDS


def test_refusals_have_a_sentence(each: Any) -> None:
    """Where `not` refuses a field, a sentence says why: `not` by itself explains nothing."""
    assert all("x-message" in schema for schema in all_schemas(each) if "not" in schema)


def test_extensions_fit_their_schema(specification: Any, openai: Any, extensions: Any) -> None:
    """Each extension is one that is described, and fits its description."""
    Draft202012Validator.check_schema(extensions)
    seen = set[str]()
    for text in (*specification.files.values(), *openai.files.values()):
        for _, value in mappings(text):
            for key in value:
                if isinstance(key, str) and key.startswith("x-"):
                    schema = {**extensions, "$ref": f"#/$defs/{key}"}
                    assert not list(Draft202012Validator(schema).iter_errors(value[key]))
                    seen.add(key)
    assert seen == {name for name in extensions["$defs"] if name.startswith("x-")}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("x-images", {}),
        ("x-images", {"sources": []}),
        ("x-images", {"sources": [{"pointer": "data", "kind": "url"}]}),
        ("x-images", {"sources": [{"pointer": "/data", "kind": "hex"}]}),
        ("x-images", {"sources": [{"kind": "url"}]}),
        ("x-images", {"sources": [{"kind": "body", "pointer": "/data"}]}),
        ("x-images", {"sources": [{"kind": "base64", "pointer": "/data", "expires": 60}]}),
        ("x-images", {"sources": [{"kind": "body"}], "width": "width"}),
        ("x-images", {"sources": [{"kind": "body"}], "colour": "c"}),
        ("x-price", {"per": "image", "rows": [{"usd": 1}]}),
        ("x-price", {"per": "pixel", "source": "s", "rows": [{"usd": 1}]}),
        ("x-price", {"per": "image", "source": "s", "rows": [{"usd": -1}]}),
        ("x-price", {"per": "image", "source": "s", "rows": [{"when": {"n": {"a": 1}}, "usd": 1}]}),
        ("x-task", {"poll": "p", "id": "/id", "parameter": "id"}),
        ("x-errors", {"places": []}),
        ("x-errors", {"places": [], "rules": [{"severity": "mild"}]}),
        ("x-errors", {"places": [], "rules": [{"severity": "stop", "statuses": ["401"]}]}),
        ("x-env-prefix", "openai"),
        ("x-env-prefix", ""),
        ("x-env-prefix", {"prefix": "OPENAI"}),
        ("x-deprecated", True),
        ("x-message", ""),
        ("x-message", "two\nlines"),
        ("x-message", "with a full stop."),
    ],
)
def test_wrong_extensions_are_refused(name: str, value: Any, extensions: Any) -> None:
    """The extensions' schema is closed and refuses what the generator could not use."""
    assert not Draft202012Validator({**extensions, "$ref": f"#/$defs/{name}"}).is_valid(value)


def test_examples_fit_their_schemas(each: Any, specification: Any) -> None:
    """Each example answer and request fits the schema beside it."""
    count = 0
    for _, _, _, value, media, file in answers(each):
        reference = media["schema"]["$ref"]
        each.validator(reference if reference[0] != "#" else file + reference).validate(value)
        count += 1
    for operation, file in operations(each):
        for media in operation.get("requestBody", {}).get("content", {}).values():
            for example in media.get("examples", {}).values():
                reference = media["schema"]["$ref"]
                each.validator(reference if reference[0] != "#" else file + reference).validate(
                    example["value"]
                )
                count += 1
    assert count > (400 if each is specification else 20)


SEVERITIES = {
    "invalid_request": "final",
    "policy": "final",
    "error_in_200": "final",
    "rate_limit_in_200": "retry",
    "no_key": "stop",
    "no_balance": "stop",
    "banned": "stop",
    "not_found": "final",
    "rate_limit": "retry",
    "internal": "retry",
    "wrong_size": "final",
    "panic": "retry",
    "not_implemented": "final",
    "no_channel": "retry",
    "too_large": "final",
    "impossible": "final",
    "queue_full": "retry",
}


OPENAI = {
    *("invalid_request", "policy", "no_balance", "no_key", "banned", "not_found"),
    *("rate_limit", "internal"),
}
"""What OpenAI's own document has examples of."""


def look(value: Any, pointer: str) -> Any:
    """Follow a pointer, through the first of several; None where it leads nowhere."""
    for step in pointer.split("/")[1:]:
        if step == "*" and isinstance(value, list):
            value = value[0] if value else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value


def test_errors_are_found_and_judged(each: Any, specification: Any) -> None:
    """Each example of an error, in every body the gateway has used, is as severe as its kind."""
    seen = set[str]()
    for operation, status, name, value, _, _ in answers(each):
        told = operation.get("x-errors", each.files["openapi.yaml"]["x-errors"])
        place = next((one for one in told["places"] if look(value, one["error"])), None)
        kind = name.removesuffix("_text").removesuffix("_flat")
        if kind not in SEVERITIES:
            assert status.startswith("2")
            assert place is None, f"{operation['operationId']} {status} {name}"
            continue
        # A status of 400 and more needs no place, but words.
        words = [place] if place else told["places"]
        message = next(m for one in words if (m := look(value, one["message"])) is not None)
        code = look(value, place["code"]) if place and "code" in place else None
        assert isinstance(message, str)
        severity = next(
            rule["severity"]
            for rule in told["rules"]
            if int(status) in rule.get("statuses", [int(status)])
            and ("codes" not in rule or any(fnmatchcase(str(code), one) for one in rule["codes"]))
            and ("messages" not in rule or any(one in message.lower() for one in rule["messages"]))
        )
        assert severity == SEVERITIES[kind], f"{operation['operationId']} {status} {name}"
        seen.add(kind)
    assert seen == (set(SEVERITIES) if each is specification else OPENAI)


@pytest.mark.parametrize(
    ("request_", "usd"),
    [
        ({}, 0.02),
        ({"size": "256x256"}, 0.016),
        ({"size": None}, 0.02),
        ({"model": "dall-e-2", "size": "512x512"}, 0.018),
        ({"model": "dall-e-3"}, 0.04),
        ({"model": "dall-e-3", "quality": "hd"}, 0.08),
        ({"model": "dall-e-3", "size": "1792x1024", "quality": "standard"}, 0.08),
        ({"model": "dall-e-3", "size": "1024x1792", "quality": "hd"}, 0.12),
        ({"model": "gpt-image-1", "size": "1024x1024", "quality": "high"}, 0.167),
        ({"model": "gpt-image-1.5", "size": "1536x1024", "quality": "medium"}, 0.05),
        ({"model": "gpt-image-1-mini", "size": "1024x1536", "quality": "low"}, 0.006),
        ({"model": "gpt-image-1", "size": "1024x1024"}, None),
        ({"model": "gpt-image-1", "quality": "low"}, None),
        ({"model": "gpt-image-2", "size": "1024x1024", "quality": "low"}, None),
        ({"model": "flux-pro"}, 0.05),
        ({"model": "flux-2-max"}, None),
        ({"model": "grok-2-image-1212"}, 0.07),
        ({"model": "imagen-9"}, None),
    ],
)
def test_prices(request_: dict[str, Any], usd: float | None, specification: Any) -> None:
    """A picture costs what the published tables say; where they are silent, nobody knows."""
    price = next(
        one for one, _ in operations(specification) if one["operationId"] == "createImage"
    )["x-price"]
    asked = {
        **price["defaults"],
        **{key: value for key, value in request_.items() if value is not None},
    }
    row = next((row for row in price["rows"] if applies(row["when"], asked)), None)
    assert (row["usd"] if row else None) == usd


def test_operations(each: Any) -> None:
    """Every operation has a name, a summary, a tag and documented refusals."""
    found = [operation for operation, _ in operations(each)]
    ids = [operation["operationId"] for operation in found]
    assert len(set(ids)) == len(ids)
    assert all(operation["summary"].endswith(".") and operation["tags"] for operation in found)
    assert all({"401", "403"} <= set(operation["responses"]) for operation in found)
    assert all(
        any(status.startswith("2") for status in operation["responses"]) for operation in found
    )
    tags = {tag["name"] for tag in each.files["openapi.yaml"]["tags"]}
    assert {tag for operation in found for tag in operation["tags"]} == tags


NAVIGATION = {
    "创建语音": ("POST", "/v1/audio/speech"),
    "创建转录": ("POST", "/v1/audio/transcriptions"),
    "创建翻译": ("POST", "/v1/audio/translations"),
    "创建聊天补全": ("POST", "/v1/chat/completions"),
    "创建完成": ("POST", "/v1/completions"),
    "创建嵌入": ("POST", "/v1/embeddings"),
    "创建图像": ("POST", "/v1/images/generations"),
    "创建图片编辑": ("POST", "/v1/images/edits"),
    "创建图像变体": ("POST", "/v1/images/variations"),
    "列出模型": ("GET", "/v1/models"),
    "检索模型": ("GET", "/v1/models/{model}"),
    "创建内容审核": ("POST", "/v1/moderations"),
    "Image-to-Video: Start generation": ("POST", "/v2beta/image-to-video"),
    "Image-to-Video: Fetch generation result": ("GET", "/v2beta/image-to-video/result/{id}"),
    "Conservative": ("POST", "/v2beta/stable-image/upscale/conservative"),
    "Start Creative Upscale": ("POST", "/v2beta/stable-image/upscale/creative"),
    "Fetch Creative Upscale result": ("GET", "/v2beta/stable-image/upscale/creative/result/{id}"),
    "Erase": ("POST", "/v2beta/stable-image/edit/erase"),
    "Inpaint": ("POST", "/v2beta/stable-image/edit/inpaint"),
    "Outpaint": ("POST", "/v2beta/stable-image/edit/outpaint"),
    "Search and Replace": ("POST", "/v2beta/stable-image/edit/search-and-replace"),
    "Remove Background": ("POST", "/v2beta/stable-image/edit/remove-background"),
    "Stable Image Ultra": ("POST", "/v2beta/stable-image/generate/ultra"),
    "Stable Image Core": ("POST", "/v2beta/stable-image/generate/core"),
    "Stable Diffusion 3": ("POST", "/v2beta/stable-image/generate/sd3"),
    "Sketch": ("POST", "/v2beta/stable-image/control/sketch"),
    "Structure": ("POST", "/v2beta/stable-image/control/structure"),
    "Style": ("POST", "/v2beta/stable-image/control/style"),
    "提交swap_face任务": ("POST", "/mj/insight-face/swap"),
    "执行动作": ("POST", "/mj/submit/action"),
    "提交Blend任务": ("POST", "/mj/submit/blend"),
    "提交Describe任务": ("POST", "/mj/submit/describe"),
    "提交Imagine任务": ("POST", "/mj/submit/imagine"),
    "提交Modal": ("POST", "/mj/submit/modal"),
    "提交Shorten任务": ("POST", "/mj/submit/shorten"),
    "指定ID获取任务": ("GET", "/mj/task/{id}/fetch"),
    "获取任务图片的seed": ("GET", "/mj/task/{id}/image-seed"),
    "File": ("POST", "/v1/files"),
    "Flux: 创建图像 Copy": ("POST", "/v1/images/generations"),
    "Flux of 2025": ("POST", "/v1/async/images/generations"),
    "Flux of 2026": ("POST", "/flux/v1/flux-2-pro"),
    "查询flux": ("GET", "/flux/v1/get_result"),
    "视频生成": ("POST", "/v1/video/generations"),
    "生成查询": ("GET", "/v1/video/generations/result"),
    "sora": ("POST", "/v1/videos"),
}


@pytest.mark.parametrize("entry", NAVIGATION)
def test_navigation_is_covered(entry: str, specification: Any) -> None:
    """Each entry of the documentation's navigation is an operation."""
    method, path = NAVIGATION[entry]
    item, _ = specification.follow(specification.files["openapi.yaml"]["paths"][path], "")
    assert method.lower() in item


GONE = {
    "createImageVariation": {"served": False},
    "controlStyle": {"served": False},
    "generateCore": {"since": "2024-08", "removed": "2026-01-13"},
    "fetchImageToVideo": {"since": "2024-08", "removed": "2026-01-13"},
}


def test_what_is_gone_says_so(specification: Any) -> None:
    """What is removed or was never served is deprecated, says why, and nothing else is."""
    found = {one["operationId"]: one for one, _ in operations(specification)}
    for name, one in found.items():
        life = one.get("x-lifecycle", {})
        is_gone = "removed" in life or "served" in life
        assert is_gone == one.get("deprecated", False) == ("x-deprecated" in one), name
        assert is_gone == (one["tags"] == ["Stability"] or name == "createImageVariation"), name
    assert {name: found[name]["x-lifecycle"] for name in GONE} == GONE


def test_tasks_are_followed_politely(specification: Any) -> None:
    """Each operation whose answer is a task says how it is followed."""
    found = {
        one["operationId"]: one["x-task"] for one, _ in operations(specification) if "x-task" in one
    }
    assert set(found) == {
        *("startImageToVideo", "startCreativeUpscale"),
        *("submitImagine", "submitBlend", "submitDescribe", "submitShorten"),
        *("submitAction", "submitModal", "submitFaceSwap"),
        *("createImageTask", "createFlux2Pro", "createFluxImage"),
        *("createVideo", "createSoraVideo"),
    }
    assert found["startImageToVideo"]["minimum"] == 10
    assert all(one["interval"] >= one.get("minimum", 0) for one in found.values())


def test_documentation_of_the_extensions_is_true(extensions: Any) -> None:
    """Each extension has a chapter, and each example in it fits the extension's schema."""
    with open(os.path.join(ROOT, "docs/extensions.md"), encoding="utf-8") as file:
        text = file.read()
    chapters = set(re.findall(r"^## (x-\S+)$", text, re.MULTILINE))
    assert chapters == {name for name in extensions["$defs"] if name.startswith("x-")}
    shown = set[str]()
    for block in re.findall(r"^```yaml\n(.*?)^```$", text, re.DOTALL | re.MULTILINE):
        value = document.load(Source("extensions.md", block)).value
        for _, one in mappings(value):
            for key, item in one.items():
                if key.startswith("x-"):
                    Draft202012Validator({**extensions, "$ref": f"#/$defs/{key}"}).validate(item)
                    shown.add(key)
    assert shown == chapters
