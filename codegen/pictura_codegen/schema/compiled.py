"""Knows a compiled schema as an object: the module that would be written, run at once."""

from collections.abc import Callable, Iterator, Mapping
from typing import cast

from pictura_codegen.schema.standalone import format_source, write_source
from pictura_core.checks import Violation


class CompiledSchema:
    """A schema that values can be held against."""

    __slots__ = ("_check", "_source", "is_valid")

    is_valid: Callable[[object], bool]
    """Whether a value holds. A value nested deeper than Python's stack does not."""

    def __init__(self, source: str) -> None:
        names: dict[str, object] = {"__name__": "compiled_schema"}
        exec(compile(source, "<schema>", "exec", dont_inherit=True), names)  # noqa: S102 - made by quoting
        self._source = source
        self._check = cast("Callable[[object], Iterator[Violation]]", names["check"])
        self.is_valid = cast("Callable[[object], bool]", names["is_valid"])

    def check(self, value: object) -> Iterator[Violation]:
        """Give every broken rule: its path, keyword, schema path and message."""
        return self._check(value)

    @property
    def source(self) -> str:
        """The Python that is run, as `pictura-gen schema` would write it."""
        return format_source(self._source)


def compile_schema(
    schema: object,
    *,
    dialect: str = "2020-12",
    registry: Mapping[str, object] | None = None,
    assert_formats: bool = False,
) -> CompiledSchema:
    """Compile a schema to Python functions.

    Args:
        schema: The schema: a mapping or a bool.
        dialect: What it is written in if it has no `$schema`: `2020-12`, `draft7`, `draft4`,
            `openapi-3.0`.
        registry: Documents that it may refer to, by their URI. Nothing is ever fetched.
        assert_formats: Whether `format` is an assertion.

    Raises:
        SchemaError: The schema cannot be compiled.
        ValueError: There is no such dialect.
    """
    return CompiledSchema(
        write_source(
            schema,
            dialect=dialect,
            registry=registry,
            assert_formats=assert_formats,
            doc="A compiled schema.",
        )
    )
