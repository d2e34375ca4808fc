"""Knows which word of the runtime asserts which format. It must not know the formats themselves."""

from collections.abc import Mapping
from typing import Final

FORMATS: Final[Mapping[str, str]] = {}
