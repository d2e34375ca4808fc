"""Knows every way from a specification's words to Python names, and how collisions are settled.

It must not know what the names are for beyond their style. A `Name` can hold nothing but a valid
identifier, so whoever has one may print it.
"""

import builtins
import keyword
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

_BUILTINS = frozenset(dir(builtins))
_LOOK_ALIKE = frozenset({"l", "O", "I"})
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\x00-\x7f]")


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A valid Python identifier that is no keyword.

    Raises:
        ValueError: The text is none.
    """

    text: str

    def __post_init__(self) -> None:
        if not self.text.isidentifier() or keyword.iskeyword(self.text):
            message = f"{self.text!r} is no identifier"
            raise ValueError(message)

    def __str__(self) -> str:
        return self.text


def is_plain(text: str) -> bool:
    """Tell whether a key can stand in a class body: no keyword, and not mangled by the class.

    Nor one of the letters that look like digits, at which linters stop.
    """
    return (
        text.isascii()
        and text.isidentifier()
        and not keyword.iskeyword(text)
        and not text.startswith("__")
        and text not in _LOOK_ALIKE
    )


def words(text: str) -> tuple[str, ...]:
    """Split a text into its words; a letter without an ASCII form is spelled by its code point.

    `createImageEdit`, `create-image_edit` and `Create image edit` give the same three.
    """
    return tuple(_spell(word) for word in _WORD.findall(_fold(text)))


def class_name(text: str) -> str:
    """Write in CapWords; a text that is CapWords already stays as it is."""
    if re.fullmatch(r"[A-Z][A-Za-z0-9]*", text) and text not in _BUILTINS:
        return _safe(text)
    return _safe("".join(word[:1].upper() + word[1:] for word in words(text)) or "Unnamed")


def function_name(text: str) -> str:
    """Write in snake_case, never shadowing a builtin."""
    return _safe("_".join(words(text)).lower() or "unnamed")


def constant_name(text: str) -> str:
    """Write in UPPER_CASE."""
    return _safe("_".join(words(text)).upper() or "UNNAMED")


def _fold(text: str) -> str:
    """Take accents off, and leave out what is neither ASCII nor a letter or digit."""
    if text.isascii():
        return text
    return "".join(_fold_character(character) for character in text)


def _fold_character(character: str) -> str:
    if character.isascii():
        return character
    folded = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode("ascii")
    return folded or (character if character.isalnum() else " ")


def _spell(word: str) -> str:
    return word if word.isascii() else f"u{ord(word):x}"


def _safe(text: str) -> str:
    if text[0].isdigit():
        text = f"n{text}" if text.islower() or text.isdigit() else f"N{text}"
    taken = keyword.iskeyword(text) or text in _BUILTINS or text in _LOOK_ALIKE
    return f"{text}_" if taken else text


@dataclass(slots=True)
class Scope:
    """The names of one module, class or signature: each is given once.

    Who comes first gets the name it wants, later ones a number.
    """

    taken: set[str] = field(default_factory=set[str])

    def reserve(self, names: Iterable[str]) -> None:
        """Keep names from being given."""
        self.taken.update(names)

    def claim(self, wanted: str) -> Name:
        """Give a name, numbered from 2 on if another has it."""
        name, number = wanted, 1
        while name in self.taken:
            number += 1
            name = f"{wanted.rstrip('_')}_{number}" if wanted.islower() else f"{wanted}{number}"
        self.taken.add(name)
        return Name(name)
