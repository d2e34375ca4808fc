"""Knows OpenAPI's keys: `Document -> Api`. No other room does; it must not know Python."""

from pictura_codegen.read.document import read

__all__ = ["read"]
