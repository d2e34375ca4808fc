"""The written-out meta-schemas are what our compiler makes of the official ones today."""

from pathlib import Path

import pytest

from pictura_codegen import official
from pictura_codegen.meta import write_out


@pytest.mark.parametrize("dialect", ["3.0", "3.1"])
def test_a_written_out_meta_schema_is_up_to_date(dialect: str, update: bool) -> None:
    """What is shipped is what would be written now."""
    written = write_out(dialect)
    module = Path(str(official.__file__)).with_name(f"openapi_{dialect.replace('.', '_')}.py")
    if update:
        module.write_text(written, "utf-8")
    assert module.read_text("utf-8") == written
