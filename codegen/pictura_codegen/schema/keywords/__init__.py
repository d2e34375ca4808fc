"""The keywords of JSON Schema, one module for each group; each writes both faces side by side."""
