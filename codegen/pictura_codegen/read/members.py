"""Knows which members OpenAPI's objects have, and what stands in each (OpenAPI 3.1, 4.8).

It must not know what to do about a member in which something else stands.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

ANY_NAME = "*"
"""The member of objects whose members are named by their authors."""


class Form(NamedTuple):
    """What stands in a member.

    Attributes:
        of: The name of an object, or text, note (a text for people alone), flag, number, count
            (a number of things), data (anything) or type (of a schema).
        many: Whether it is one of them, a list, or a mapping by name.
    """

    of: str
    many: Literal["one", "list", "map"] = "one"


def _read(written: str) -> dict[str, Form]:
    """Read `name:Object other:[Object third:{Object`."""
    found: dict[str, Form] = {}
    for member in written.split():
        name, _, of = member.partition(":")
        many: Literal["one", "list", "map"] = (
            "list" if of.startswith("[") else "map" if of.startswith("{") else "one"
        )
        found[name] = Form(of.lstrip("[{"), many)
    return found


_SCHEMA = """
    title:note description:note $comment:note format:text pattern:text nullable:flag readOnly:flag
    writeOnly:flag deprecated:flag uniqueItems:flag multipleOf:number maximum:number
    minimum:number exclusiveMaximum:data exclusiveMinimum:data maxLength:count minLength:count
    maxItems:count minItems:count maxProperties:count minProperties:count maxContains:count
    minContains:count required:[text enum:[data type:type not:Schema items:Schema contains:Schema
    additionalProperties:Schema propertyNames:Schema if:Schema then:Schema else:Schema
    unevaluatedItems:Schema unevaluatedProperties:Schema contentSchema:Schema allOf:[Schema
    anyOf:[Schema oneOf:[Schema prefixItems:[Schema properties:{Schema patternProperties:{Schema
    dependentSchemas:{Schema $defs:{Schema definitions:{Schema xml:Xml externalDocs:Docs
    discriminator:Discriminator
"""
_PARAMETER = """
    name:text in:text description:note required:flag deprecated:flag allowEmptyValue:flag
    style:text explode:flag allowReserved:flag schema:Schema content:{MediaType
    examples:{Example
"""
OBJECTS: Mapping[str, Mapping[str, Form]] = {
    name: _read(members)
    for name, members in {
        "Document": """
            openapi:text info:Info servers:[Server paths:Paths components:Components
            security:[Requirement tags:[Tag externalDocs:Docs webhooks:{PathItem
        """,
        "Info": """
            title:text description:note summary:note termsOfService:note version:text
            contact:Docs license:Docs
        """,
        "Docs": "name:note url:note email:note description:note identifier:note",
        "Server": "url:text description:note variables:{ServerVariable",
        "ServerVariable": "default:text description:note enum:[text",
        "Tag": "name:text description:note externalDocs:Docs",
        "Requirement": "*:[text",
        "Components": """
            schemas:{Schema responses:{Response parameters:{Parameter examples:{Example
            requestBodies:{RequestBody headers:{Parameter securitySchemes:{SecurityScheme
            links:{Link callbacks:{Callback pathItems:{PathItem
        """,
        "Paths": "*:PathItem",
        "Callback": "*:PathItem",
        "PathItem": """
            summary:note description:note servers:[Server parameters:[Parameter get:Operation
            put:Operation post:Operation delete:Operation options:Operation head:Operation
            patch:Operation trace:Operation
        """,
        "Operation": """
            tags:[text summary:note description:note externalDocs:Docs operationId:text
            parameters:[Parameter requestBody:RequestBody responses:Responses
            callbacks:{Callback deprecated:flag security:[Requirement servers:[Server
        """,
        "Parameter": _PARAMETER,
        "RequestBody": "description:note required:flag content:{MediaType",
        "MediaType": "schema:Schema examples:{Example encoding:{Encoding",
        "Encoding": """
            contentType:text headers:{Parameter style:text explode:flag allowReserved:flag
        """,
        "Responses": "*:Response",
        "Response": "description:note headers:{Parameter content:{MediaType links:{Link",
        "Example": "summary:note description:note",
        "Link": "description:note",
        "Discriminator": "propertyName:text mapping:{text",
        "Xml": "name:note namespace:note prefix:note attribute:flag wrapped:flag",
        "SecurityScheme": """
            type:text description:note name:text in:text scheme:text bearerFormat:note
            openIdConnectUrl:note
        """,
        "Schema": _SCHEMA,
    }.items()
}
