"""JSON Schema as Python: documents in, straight-line validators out.

It knows JSON Schema and nothing of OpenAPI but its dialect of it.
"""

from pictura_codegen.schema.compiled import CompiledSchema, compile_schema
from pictura_codegen.schema.errors import SchemaError
from pictura_codegen.schema.functions import Function
from pictura_codegen.schema.module import Module, Target, compile_functions
from pictura_codegen.schema.parts import Faces, Parts, faces
from pictura_codegen.schema.sharing import INNER
from pictura_codegen.schema.standalone import write_module

__all__ = [
    "INNER",
    "CompiledSchema",
    "Faces",
    "Function",
    "Module",
    "Parts",
    "SchemaError",
    "Target",
    "compile_functions",
    "compile_schema",
    "faces",
    "write_module",
]
