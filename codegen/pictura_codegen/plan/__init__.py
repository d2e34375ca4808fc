"""Knows how what a specification says becomes files: `Api -> Package`. It must not print."""

from pictura_codegen.plan.package import plan

__all__ = ["plan"]
