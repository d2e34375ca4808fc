"""Knows how the members of an extension are taken out of it, once its schema has been checked."""

from pictura_codegen.api import Place
from pictura_codegen.meta import check_extension, is_ours
from pictura_codegen.read.reader import Reader
from pictura_core.data import Json, parse_pointer
from pictura_core.inputs import Range


def extension_at(reader: Reader, owner: Place, name: str) -> dict[str, Json] | None:
    """Give an extension that fits its schema; None, with findings, if it does not."""
    return reader.mapping(owner.child(name)) if fits_extension(reader, owner, name) else None


def fits_extension(reader: Reader, owner: Place, name: str) -> bool:
    """Tell whether an extension is there and fits its schema, with findings if it does not."""
    if name not in reader.mapping(owner):
        return False
    place = owner.child(name)
    if not is_ours(name, reader.value(place)):
        message = f"{name} has nothing of what it has here, and so is taken for somebody else's"
        reader.warn("foreign-extension", message, place, at="key")
        return False
    wrong = check_extension(name, reader.value(place))
    for path, message in wrong:
        reader.error("wrong-extension", f"{name}: {message}", place.child(*path))
    return not wrong


def text_in(value: dict[str, Json], key: str) -> str:
    """Give a text, empty if there is none."""
    found = value.get(key)
    return found if isinstance(found, str) else ""


def number_in(value: dict[str, Json], key: str, default: float) -> float:
    """Give a number."""
    found = value.get(key)
    return found if isinstance(found, int | float) else default


def whole_in(value: dict[str, Json], key: str) -> int:
    """Give a whole number, 0 if there is none."""
    return int(number_in(value, key, 0))


def steps_in(value: dict[str, Json], key: str) -> tuple[str, ...]:
    """Give a pointer as steps."""
    return parse_pointer(text_in(value, key))


def mapping_in(value: dict[str, Json], key: str) -> dict[str, Json]:
    """Give a mapping, empty if there is none."""
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def list_in(value: dict[str, Json], key: str) -> list[Json]:
    """Give a list, empty if there is none."""
    found = value.get(key)
    return found if isinstance(found, list) else []


def mappings_in(value: dict[str, Json], key: str) -> list[dict[str, Json]]:
    """Give the mappings of a list."""
    return [one for one in list_in(value, key) if isinstance(one, dict)]


def states_in(value: dict[str, Json], key: str) -> tuple[str | int, ...]:
    """Give the states of a list."""
    return tuple(one for one in list_in(value, key) if isinstance(one, str | int))


def texts_in(value: dict[str, Json], key: str) -> tuple[str, ...]:
    """Give the texts of a list."""
    return tuple(one for one in list_in(value, key) if isinstance(one, str))


def range_in(value: dict[str, Json], key: str) -> Range:
    """Give what a number may be."""
    asked = mapping_in(value, key)
    low, high = asked.get("minimum"), asked.get("maximum")
    return Range(
        low if isinstance(low, int | float) else None,
        high if isinstance(high, int | float) else None,
    )
