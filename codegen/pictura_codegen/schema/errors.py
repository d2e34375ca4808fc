"""Knows what a schema can do wrong before any value is seen. It must not know how findings look."""


class SchemaError(ValueError):
    """A schema that cannot be compiled: the user's file must change.

    Attributes:
        schema_path: Where, as a JSON pointer with its document.
        reason: One sentence about what is wrong there.
        others: What else was found, in other schemas of the same module.
    """

    def __init__(
        self, schema_path: str, reason: str, others: "tuple[SchemaError, ...]" = ()
    ) -> None:
        super().__init__(f"{schema_path}: {reason}")
        self.schema_path = schema_path
        self.reason = reason
        self.others = others

    def __reduce__(self) -> "tuple[type[SchemaError], tuple[object, ...]]":
        """Say how it is made again, in another process."""
        return SchemaError, (self.schema_path, self.reason, self.others)
