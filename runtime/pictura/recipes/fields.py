"""Knows trees of values with expressions in them: compiled once a step, filled once a job.

It must not know what the fields mean. What holds no expression is shared by all jobs.
"""

from collections.abc import Collection, Mapping

from pictura.recipes.findings import shorten
from pictura.recipes.template import Template, compile_template, is_template, needed, render, spot
from pictura.recipes.vocabulary import TemplateError, Values, undefined
from pictura_core.data import Path, is_array, is_object
from pictura_core.diagnostics import Diagnostic
from pictura_core.document import Document
from pictura_core.tuples import NamedTuple


class Scalar(NamedTuple):
    """A text with expressions.

    Attributes:
        template: The text, compiled.
        text: As written.
        path: Where it stands in the document.
    """

    template: Template
    text: str
    path: Path


class Unfilled(Exception):  # noqa: N818 - a scalar stays unfilled; the template erred
    """A scalar cannot be filled with some values."""

    def __init__(self, scalar: Scalar, error: TemplateError) -> None:
        self.scalar = scalar
        self.error = error
        super().__init__(error.message)


class Fields(NamedTuple):
    """Named values, some of them still to be filled.

    Attributes:
        constants: Every name, with its value or, if it is to be filled, None.
        open: The trees to fill.
    """

    constants: Mapping[str, object]
    open: Mapping[str, object]

    def fill(self, values: Values) -> dict[str, object]:
        """Give all values.

        Raises:
            Unfilled: An expression fails.
        """
        filled = dict(self.constants)
        for name, tree in self.open.items():
            filled[name] = fill(tree, values)
        return filled


class Reading(NamedTuple):
    """What it takes to compile: where the texts stand, and which names they may use.

    Attributes:
        document: The recipe.
        names: What the expressions may name.
        findings: What is found is added here.
    """

    document: Document
    names: Collection[str]
    findings: list[Diagnostic]

    def fields(self, values: Mapping[str, object], origins: Mapping[str, Path]) -> Fields:
        """Compile named values."""
        trees = {name: self.tree(value, origins[name]) for name, value in values.items()}
        opened = {name: tree for name, tree in trees.items() if not is_constant(tree)}
        constants = {name: None if name in opened else tree for name, tree in trees.items()}
        return Fields(constants, opened)

    def tree(self, value: object, path: Path) -> object:
        """Compile a value: the same value, with a `Scalar` for each text that has expressions."""
        if isinstance(value, str):
            return self.scalar(value, path) if is_template(value) else value
        if is_object(value):
            return {key: self.tree(item, (*path, key)) for key, item in value.items()}
        if is_array(value):
            return [self.tree(item, (*path, i)) for i, item in enumerate(value)]
        return value

    def scalar(self, text: str, path: Path) -> object:
        """Compile a text that has expressions; one that cannot be is found, and stays a text."""
        try:
            template = compile_template(text)
        except TemplateError as error:
            self.findings.append(explain(self.document, path, text, error, self.names))
            return text
        for name, offset in needed(template):
            if name not in self.names:
                unknown = undefined(name, offset)
                self.findings.append(explain(self.document, path, text, unknown, self.names))
        return Scalar(template, text, path)


def is_constant(tree: object) -> bool:
    """Tell whether nothing in a tree is to be filled."""
    if isinstance(tree, Scalar):
        return False
    if is_object(tree):
        return all(is_constant(item) for item in tree.values())
    return all(is_constant(item) for item in tree) if is_array(tree) else True


def fill(tree: object, values: Values) -> object:
    """Give a tree's value.

    Raises:
        Unfilled: An expression fails.
    """
    if isinstance(tree, Scalar):
        try:
            return render(tree.template, values)
        except TemplateError as error:
            raise Unfilled(tree, error) from None
    if is_object(tree):
        return {key: fill(item, values) for key, item in tree.items()}
    if is_array(tree):
        return [fill(item, values) for item in tree]
    return tree


def explain(
    document: Document, path: Path, text: str, error: TemplateError, names: Collection[str]
) -> Diagnostic:
    """Make a finding of what is wrong with an expression."""
    message = error.message
    if error.name is not None:
        from pictura.suggestion import meant  # noqa: PLC0415 - only a finding needs it

        proposal = meant(error.name, names)
        known = f"; there are {', '.join(sorted(names))}" if names and not proposal else ""
        message = f"{message}{proposal}{known if len(known) < 200 else ''}"
    elif error.code == "template-syntax":
        message = f"{shorten(text)} is no template: {message}"
    return Diagnostic(error.code, message, spot(document.span(path), text, error.offset))
