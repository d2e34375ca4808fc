"""Knows the meta-schemas of OpenAPI as our own compiler wrote them out.

Each module is what `meta.write_out` gives; `pytest tests/codegen/test_meta.py --update` rewrites
them where the compiler writes something else than before.
"""
