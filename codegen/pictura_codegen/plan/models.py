"""Knows `models.py`: a TypedDict for each object, an alias for each other schema with a name."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

from pictura_codegen.api import Api, Field, Object, Place, Schema
from pictura_codegen.code import Code, docstring, fill, fixed, lines, literal, name, quoted, word
from pictura_codegen.load import inside
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
        early: The declaration if something that it needs comes later, or is itself, or a text.
        is_alias: Whether the early one is nothing but a text, which `|` cannot join to a class.
    """

    place: Place
    needs: frozenset[Place]
    ready: Declaration
    early: Declaration
    is_alias: bool = False


def plan_models(api: Api, names: Names) -> Models | None:
    """Plan the module; None if there is nothing to declare."""
    schemas = list(_declared(api))
    return _module(schemas, _Drafter(api, names, None), names, depth=0) if schemas else None


def plan_model_parts(
    api: Api, names: Names, homes: Mapping[Place, Name]
) -> Mapping[Name, tuple[Models, tuple[Name, ...]]]:
    """Plan a module for each part, with the names that it declares."""
    parts: dict[Name, list[Schema]] = {}
    for schema in _declared(api):
        parts.setdefault(homes[schema.place], []).append(schema)
    planned: dict[Name, tuple[Models, tuple[Name, ...]]] = {}
    for part, schemas in parts.items():
        here = frozenset(schema.place for schema in schemas)
        module = _module(schemas, _Drafter(api, names, here), names, depth=1)
        planned[part] = (module, tuple(names.models[schema.place] for schema in schemas))
    return planned


def _module(schemas: list[Schema], drafter: "_Drafter", names: Names, *, depth: int) -> Models:
    drafts = [drafter.draft(schema) for schema in schemas]
    declarations = tuple(_arrange(drafts))
    codes = [code for declaration in declarations for code in _codes(declaration)]
    declared = exported(names.models[draft.place] for draft in drafts)
    return Models(imports(codes, depth=depth), declared, declarations)


def _declared(api: Api) -> Iterator[Schema]:
    """Find what is declared: objects of operations, schemas, each with the objects inside of it."""
    named = {schema.place for schema in api.schemas}
    seen: set[Place] = set()
    inline = [schema for one in api.operations for _, schema in anonymous(one)]
    for root in [*(one for one in inline if one.place not in named), *api.schemas]:
        within = [Schema(one.place, one, one.description) for _, one in objects(root.shape, "")]
        for one in [root, *within] if root.place in named else within:
            if one.place not in seen and (one is root or one.place not in named):
                seen.add(one.place)
                yield one


class _Drafter:
    """Writes declarations."""

    def __init__(self, api: Api, names: Names, here: Container[Place] | None) -> None:
        self._documents = api.documents
        self._names = names.models
        self._here = here

    def draft(self, schema: Schema) -> _Draft:
        """Write a declaration, in both ways."""
        own = name(self._names[schema.place])
        shape = schema.shape
        if not isinstance(shape, Object) or shape.place != schema.place:
            return self._alias(own, schema)
        if self._fits_class(shape):
            declaration = Declaration(self._class(own, shape, schema), None)
            return _Draft(schema.place, frozenset(), declaration, declaration)
        return self._functional(own, shape, schema)

    def _alias(self, own: Code, schema: Schema) -> _Draft:
        writer = TypeWriter(self._names, here=self._here)
        value = writer.write(schema.shape)
        said = docstring(schema.description, self._home(schema.place), indent=0)
        early = Declaration(None, Assignment(own, _ALIAS, quoted(value), said))
        ready = Declaration(None, Assignment(own, _ALIAS, value, said))
        needs = frozenset(writer.used)
        # What another part declares is not loaded for it: parts may need each other.
        return _Draft(
            schema.place, needs, early if writer.reaches_out else ready, early, is_alias=True
        )

    def _fits_class(self, shape: Object) -> bool:
        """Tell whether class syntax can say it: keys that are names, none of which hides a type."""
        keys = {field.name for field in shape.fields}
        if not all(is_plain(key) for key in keys):
            return False
        probe = TypeWriter(self._names, here=self._here)
        for field in shape.fields:
            probe.write(field.shape)
        types = {self._names[place].text for place in probe.used}
        if probe.reaches_out:
            types.add("models")
        return not keys & (types | RESERVED_TYPES)

    def _class(self, own: Code, shape: Object, schema: Schema) -> Class:
        shadowed = frozenset(field.name for field in shape.fields) & _BUILTINS
        writer = TypeWriter(self._names, here=self._here, shadowed=shadowed)
        fields = tuple(
            Line(
                name(Name(field.name)),
                _needed(field, writer.write(field.shape)),
                docstring(field.description),
            )
            for field in shape.fields
        )
        return Class(own, docstring(schema.description, self._home(schema.place)), fields)

    def _functional(self, own: Code, shape: Object, schema: Schema) -> _Draft:
        writer = TypeWriter(self._names, here=self._here)
        written = [(field, writer.write(field.shape)) for field in shape.fields]
        said = docstring(_with_keys(schema, shape), self._home(schema.place), indent=0)

        def build(values: list[Code]) -> Declaration:
            members = [
                fill("{}: {}", literal(field.name), _needed(field, value))
                for (field, _), value in zip(written, values, strict=True)
            ]
            body = lines("(", [quoted(own), lines("{", members, "}")], ")")
            value = fill("{}{}", word("typing", "TypedDict"), body)
            return Declaration(None, Assignment(own, fixed(""), value, said))

        early = build([quoted(type_) for _, type_ in written])
        ready = build([type_ for _, type_ in written])
        needs = frozenset(writer.used)
        return _Draft(schema.place, needs, early if writer.reaches_out else ready, early)

    def _home(self, place: Place) -> str:
        """Point to where a schema stands in the specification, as near as there is something."""
        here = self._documents[place.file]
        path: tuple[str | int, ...] = ()
        for step in place.path:
            if not isinstance(here, list) and not (isinstance(here, dict) and step in here):
                break
            here = inside(here, step)
            path = (*path, step)
        return "#" + pointer(path)


def _needed(field: Field, written: Code) -> Code:
    if field.required:
        return written
    return fill("{}[{}]", word("typing", "NotRequired"), written)


def _with_keys(schema: Schema, shape: Object) -> str:
    """Say in one text what else would stand below each key."""
    keys = [
        f"    {field.name}: {' '.join(field.description.split())}"
        for field in shape.fields
        if field.description
    ]
    parts = [schema.description, "\n".join(["Keys:", *keys]) if keys else ""]
    return "\n\n".join(part for part in parts if part)


def _arrange(drafts: list[_Draft]) -> Iterator[Declaration]:
    """Keep the order of the specification, but put an alias behind what it needs."""
    coming = {draft.place for draft in drafts}
    declared: set[Place] = set()
    texts: set[Place] = set()
    waiting: list[_Draft] = []

    def declare(draft: _Draft) -> Declaration:
        is_ready = draft.needs & coming <= declared and not draft.needs & texts
        chosen = draft.ready if is_ready else draft.early
        if draft.is_alias and chosen is draft.early:
            texts.add(draft.place)
        declared.add(draft.place)
        return chosen

    for draft in drafts:
        waiting.append(draft)
        progress = True
        while progress:
            progress = False
            for one in [one for one in waiting if one.needs & coming <= declared]:
                waiting.remove(one)
                yield declare(one)
                progress = True
    for draft in waiting:
        yield declare(draft)


def _codes(declaration: Declaration) -> Iterator[Code]:
    if declaration.class_ is not None:
        yield word("typing", "TypedDict")
        for line in declaration.class_.fields:
            yield line.type
    if declaration.assignment is not None:
        yield declaration.assignment.annotation
        yield declaration.assignment.value
