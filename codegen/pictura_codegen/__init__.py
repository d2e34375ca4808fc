"""Typed clients and validators from OpenAPI documents and JSON Schemas."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pictura_codegen.schema import compile_schema

__all__ = ["compile_schema"]

if not TYPE_CHECKING:
    # The command line is done in a twentieth of a second if nothing has changed, and that only if
    # the generator itself is not imported with its package.
    def __getattr__(name):
        if name not in __all__:
            message = f"{__name__} has no {name}"
            raise AttributeError(message)
        from pictura_codegen import schema  # noqa: PLC0415 - see above

        return getattr(schema, name)
