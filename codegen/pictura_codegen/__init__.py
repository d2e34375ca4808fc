"""Typed clients and validators from OpenAPI documents and JSON Schemas."""
