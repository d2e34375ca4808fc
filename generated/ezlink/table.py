"""Provisional: replaced by what the generator writes."""

from pictura_core.operation import (
    Api, Body, ErrorPlace, ErrorRule, Errors, Images, Operation, Parameter, Picture, Price, PriceRow, Response, Security, Severe, Validator,
)

from ezlink import recipe, validators

ERRORS = Errors(
    places=(
        ErrorPlace(error=("error",), message=("error", "message"), code=("error", "code")),
        ErrorPlace(error=("error",), message=("error",)),
        ErrorPlace(error=("message",), message=("message",), code=("code",)),
    ),
    rules=(
        ErrorRule(severity=Severe.STOP, statuses=(401, 402)),
        ErrorRule(severity=Severe.STOP, codes=("insufficient_user_quota", "billing_hard_limit_reached", "insufficient_quota")),
        ErrorRule(severity=Severe.FINAL, codes=("content_policy_violation",)),
        ErrorRule(severity=Severe.RETRY, statuses=(429, 500, 502, 503, 504)),
    ),
)
_SOURCES = (
    Picture(pointer=("data", "*", "b64_json"), kind="base64", when={"response_format": "b64_json"}),
    Picture(pointer=("data", "*", "b64_json"), kind="base64", when={"model": ["gpt-image-*", "chatgpt-image-*"]}),
    Picture(pointer=("data", "*", "url"), kind="url", expires=3600),
)
_DEFAULTS = {"model": "dall-e-2", "n": 1, "size": "1024x1024", "output_format": "png", "quality": "standard"}
_PRICE = Price(
    per="image",
    rows=(
        PriceRow(when={"model": "dall-e-2", "size": "1024x1024"}, usd=0.02),
        PriceRow(when={"model": "dall-e-3", "quality": "hd", "size": "1024x1024"}, usd=0.08),
        PriceRow(when={"model": "dall-e-3", "size": "1024x1024"}, usd=0.04),
        PriceRow(when={"model": "gpt-image-1", "quality": "low", "size": "1024x1024"}, usd=0.011),
    ),
    defaults=_DEFAULTS,
    source="provisional",
)
_RESPONSES = (
    Response("200", "application/json", "json", Validator(validators.is_images_response, validators.check_images_response)),
    Response("400", "application/json", "json", None),
    Response("401", "application/json", "json", None),
    Response("429", "application/json", "json", None),
    Response("500", "application/json", "json", None),
    Response("503", "application/json", "json", None),
)
CREATE_IMAGE: Operation[object] = Operation(
    id="createImage", method="POST", path="/v1/images/generations", summary="Create an image", tags=("images",), deprecated="",
    parameters=(),
    bodies=(
        Body("application/json", "json", True, Validator(validators.is_create_image_request, validators.check_create_image_request),
             fields=("prompt", "model", "n", "quality", "response_format", "size", "style", "user", "output_format", "output_compression", "background", "moderation", "stream", "partial_images", "seed")),
    ),
    responses=_RESPONSES, errors=ERRORS,
    images=Images(sources=_SOURCES, number="n", size="size", format="output_format", prompt="prompt", revised_prompt=("data", "*", "revised_prompt"), defaults=_DEFAULTS),
    price=_PRICE,
)
CREATE_IMAGE_EDIT: Operation[object] = Operation(
    id="createImageEdit", method="POST", path="/v1/images/edits", summary="Edit images", tags=("images",), deprecated="",
    parameters=(),
    bodies=(
        Body("multipart/form-data", "multipart", True, Validator(validators.is_create_image_edit_request, validators.check_create_image_edit_request),
             files=("image", "mask"), fields=("image", "mask", "prompt", "model", "n", "size", "response_format", "output_format")),
    ),
    responses=_RESPONSES, errors=ERRORS,
    images=Images(sources=_SOURCES, number="n", size="size", format="output_format", prompt="prompt", defaults=_DEFAULTS),
    price=_PRICE,
)
RETRIEVE_MODEL: Operation[object] = Operation(
    id="retrieveModel", method="GET", path="/v1/models/{model}", summary="Retrieve a model", tags=("models",), deprecated="",
    parameters=(Parameter("model", "path", True, "simple", False, "", Validator(validators.is_string, validators.check_string)),),
    bodies=(), responses=(Response("200", "application/json", "json", None),), errors=ERRORS,
)
API = Api(
    name="ezlink", title="EZLINK AI API", servers=("https://api.ezlinkai.com",), key_variable="EZLINK_API_KEY", url_variable="EZLINK_BASE_URL",
    security=(Security("bearer"),),
    operations={o.id: o for o in (CREATE_IMAGE, CREATE_IMAGE_EDIT, RETRIEVE_MODEL)},
    recipe=Validator(recipe.is_recipe, recipe.check_recipe),
)
