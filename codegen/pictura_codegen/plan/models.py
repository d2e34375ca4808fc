"""Knows `models.py`: a TypedDict for each object, an alias for each other schema with a name."""

from collections.abc import Iterator
from dataclasses import dataclass

from pictura_codegen.api import Api, Field, Object, Place, Shape
from pictura_codegen.code import Code, docstring, fill, fixed, lines, literal, name, quoted, word
from pictura_codegen.names import Name, is_plain
from pictura_codegen.package import Assignment, Class, Declaration, Models
from pictura_codegen.package import Field as Line
from pictura_codegen.plan.imports import exported, imports
from pictura_codegen.plan.naming import RESERVED_TYPES, Names, anonymous, objects
from pictura_codegen.plan.types import TypeWriter
from pictura_core.data import pointer

_ALIAS = fill(": {}", word("typing", "TypeAlias"))
_BUILTINS = frozenset({"bool", "dict", "float", "int", "list", "object", "str"})


@dataclass(frozen=True, slots=True)
class _Draft:
    """A declaration that waits for what it needs.

    Attributes:
        place: Of what is declared.
        needs: What has to be declared before it, because it is looked up while the module loads.
        ready: The declaration.
        early: The declaration if something that it needs comes later, or is itself.
    """

    place: Place
    needs: frozenset[Place]
    ready: Declaration
    early: Declaration


def plan_models(api: Api, names: Names) -> Models | None:
    """Plan the module; None if there is nothing to declare."""
    writer = TypeWriter(names.models)
    drafts = [
        draft
        for place, shape, text in _declared(api)
        for draft in _draft(writer, names, place, shape, text)
    ]
    if not drafts:
        return None
    declarations = tuple(_arrange(drafts))
    codes = [code for declaration in declarations for code in _codes(declaration)]
    declared = exported(names.models[draft.place] for draft in drafts)
    return Models(imports(codes), declared, declarations)


def _declared(api: Api) -> Iterator[tuple[Place, Shape, str]]:
    seen: set[Place] = set()
    schemas = {schema.place for schema in api.schemas}
    for operation in api.operations:
        for _, schema in anonymous(operation):
            if schema.place not in schemas:
                for _, inner in objects(schema.shape, ""):
                    if inner.place not in seen and inner.place not in schemas:
                        seen.add(inner.place)
                        yield inner.place, inner, inner.description
    for schema in api.schemas:
        if schema.place not in seen:
            seen.add(schema.place)
            yield schema.place, schema.shape, schema.description
        for _, inner in objects(schema.shape, ""):
            if inner.place not in seen and inner.place not in schemas:
                seen.add(inner.place)
                yield inner.place, inner, inner.description


def _draft(
    writer: TypeWriter, names: Names, place: Place, shape: Shape, text: str
) -> Iterator[_Draft]:
    own = name(names.models[place])
    if isinstance(shape, Object) and shape.place == place:
        if _fits_class(shape, names, writer):
            declaration = Declaration(_class(writer, own, shape, place, text), None)
            yield _Draft(place, frozenset(), declaration, declaration)
            return
        yield _functional(writer, own, shape, place, text)
        return
    inner = TypeWriter(writer.models)
    value = inner.write(shape)
    said = docstring(text, _home(place), indent=0)
    yield _Draft(
        place,
        frozenset(inner.used),
        Declaration(None, Assignment(own, _ALIAS, value, said)),
        Declaration(None, Assignment(own, _ALIAS, quoted(value), said)),
    )


def _fits_class(shape: Object, names: Names, writer: TypeWriter) -> bool:
    """Tell whether class syntax can say it: keys that are names, none of which hides a type."""
    keys = {field.name for field in shape.fields}
    if not all(is_plain(key) for key in keys):
        return False
    probe = TypeWriter(writer.models)
    for field in shape.fields:
        probe.write(field.shape)
    types = {names.models[place].text for place in probe.used}
    return not keys & (types | RESERVED_TYPES)


def _class(writer: TypeWriter, own: Code, shape: Object, place: Place, text: str) -> Class:
    shadowed = frozenset(field.name for field in shape.fields) & _BUILTINS
    inner = TypeWriter(writer.models, shadowed=shadowed)
    fields = tuple(
        Line(name(Name(field.name)), _type(inner, field), docstring(field.description))
        for field in shape.fields
    )
    return Class(own, docstring(text, _home(place)), fields)


def _type(writer: TypeWriter, field: Field) -> Code:
    written = writer.write(field.shape)
    if field.required:
        return written
    return fill("{}[{}]", word("typing", "NotRequired"), written)


def _functional(writer: TypeWriter, own: Code, shape: Object, place: Place, text: str) -> _Draft:
    inner = TypeWriter(writer.models)
    written = [(field, inner.write(field.shape)) for field in shape.fields]

    keys = [
        f"    {one.name}: {' '.join(one.description.split())}"
        for one in shape.fields
        if one.description
    ]
    told = "\n\n".join(
        [*([text] if text else []), *(["Keys:\n" + "\n".join(keys)] if keys else [])]
    )
    said = docstring(told, _home(place), indent=0)

    def build(*, early: bool) -> Declaration:
        members: list[Code] = []
        for field, type_ in written:
            value = quoted(type_) if early else type_
            if not field.required:
                value = fill("{}[{}]", word("typing", "NotRequired"), value)
            members.append(fill("{}: {}", literal(field.name), value))
        body = lines("(", [quoted(own), lines("{", members, "}")], ")")
        body = fill("{}{}", word("typing", "TypedDict"), body)
        return Declaration(None, Assignment(own, fixed(""), body, said))

    return _Draft(place, frozenset(inner.used), build(early=False), build(early=True))


def _arrange(drafts: list[_Draft]) -> Iterator[Declaration]:
    """Keep the order of the specification, but put an alias behind what it needs."""
    declared: set[Place] = set()
    waiting: list[_Draft] = []
    coming = {draft.place for draft in drafts}
    for draft in drafts:
        waiting.append(draft)
        progress = True
        while progress:
            progress = False
            for one in list(waiting):
                if one.needs & coming <= declared:
                    waiting.remove(one)
                    declared.add(one.place)
                    yield one.ready
                    progress = True
    for draft in waiting:
        yield draft.early if not draft.needs & coming <= declared else draft.ready
        declared.add(draft.place)


def _codes(declaration: Declaration) -> Iterator[Code]:
    if declaration.class_ is not None:
        yield word("typing", "TypedDict")
        for line in declaration.class_.fields:
            yield line.type
    if declaration.assignment is not None:
        yield declaration.assignment.annotation
        yield declaration.assignment.value


def _home(place: Place) -> str:
    """Point to a schema that has a name of its own in the specification."""
    if len(place.path) >= 2 and place.path[-2] in ("schemas", "$defs", "definitions"):
        return "#" + pointer(place.path)
    return ""
