"""Knows how a recipe's `api` leads to a generated package's table. It knows no API by itself."""

import sys
from importlib import import_module
from keyword import iskeyword
from os.path import isfile, join

from pictura_core.operation import Api

DEFAULT = "ezlink"
"""The package of a recipe that names none."""
_MARK = "recipe.schema.json"
"""What lies in the folder of every package that the generator wrote for an API with pictures."""
_TABLES = ("table.py", join("table", "__init__.py"))
"""One of which lies beside it."""


class UnknownApi(LookupError):  # noqa: N818 - a name that leads nowhere; nothing erred
    """No generated package has this name.

    Its message is one sentence without a full stop.
    """


def load_api(name: str = DEFAULT) -> Api:
    """Import a generated package's table.

    A name comes from a recipe, which somebody else may have written, so nothing is imported unless
    it lies in a folder that the generator wrote.

    Raises:
        UnknownApi: The name is no package's, or the package is not generated.
    """
    if not name.isidentifier() or iskeyword(name):
        message = f"{name!r} cannot name a package"
        raise UnknownApi(message)
    table = f"{name}.table"
    if table not in sys.modules and not _is_generated(name):
        message = f"no generated package is named {name!r}"
        raise UnknownApi(message)
    api: object = getattr(import_module(table), "API", None)
    if not isinstance(api, Api):
        message = f"the package {name!r} has no table of operations"
        raise UnknownApi(message)
    return api


def _is_generated(name: str) -> bool:
    # Looking through the path by hand costs a third of importlib.util, which imports contextlib.
    for entry in sys.path:
        folder = join(entry or ".", name)
        if isfile(join(folder, "__init__.py")):
            tables = (join(folder, table) for table in _TABLES)
            return isfile(join(folder, _MARK)) and any(isfile(one) for one in tables)
    return False
