"""Knows the formats of JSON Schema. It must not know a schema."""
