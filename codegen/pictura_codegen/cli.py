"""Knows the arguments and exit codes of `pictura-gen`. Only here is anything caught or printed."""

import argparse
import gc
import os
import sys
from collections import Counter
from collections.abc import Sequence

from pictura_codegen import stamp
from pictura_core.diagnostics import Diagnostic, Rejected, Severity

__all__ = ["main"]

_FRAME = "recipe.yaml"
_SHOWN = 5
"""How many warnings of a kind are shown; a document that bends a rule bends it all over."""
_DIALECTS = ("2020-12", "draft7", "draft4", "openapi-3.0", "openapi-3.1")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the generator: 0 if all is well, 1 for findings or drift, 2 for a wrong call."""
    parsed = _parser().parse_args(arguments)
    try:
        return _COMMANDS[parsed.command](parsed)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    except RecursionError:
        sys.stderr.write("pictura-gen: the document nests too deeply\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"pictura-gen: {error.strerror}: {error.filename}\n")
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pictura-gen", description="Write typed code from schemas."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    api = commands.add_parser("api", help="write a package from an OpenAPI document")
    api.add_argument("spec", metavar="SPEC", help="an OpenAPI 3.0 or 3.1 document, YAML or JSON")
    api.add_argument("--out", required=True, metavar="DIR", help="the package's folder")
    api.add_argument("--check", action="store_true", help="write nothing; show what would change")
    api.add_argument("--strict", action="store_true", help="take warnings for errors")
    api.add_argument("--recipe", metavar="FILE", help="the JSON Schema of a recipe's frame")
    api.add_argument("--remote", action="store_true", help="fetch references to http addresses")
    _takes_overlays(api)
    page = commands.add_parser("reference", help="write a page of an API's operations, for people")
    page.add_argument("spec", metavar="SPEC", help="an OpenAPI 3.0 or 3.1 document, YAML or JSON")
    page.add_argument("--out", required=True, metavar="FILE", help="the Markdown file to write")
    page.add_argument("--check", action="store_true", help="write nothing; show what would change")
    _takes_overlays(page)
    schema = commands.add_parser("schema", help="write a validator from a JSON Schema")
    schema.add_argument("schema", metavar="SCHEMA", help="a JSON Schema, YAML or JSON")
    schema.add_argument("--out", required=True, metavar="FILE", help="the module to write")
    schema.add_argument(
        "--dialect", default="2020-12", choices=_DIALECTS, help="if it has no $schema"
    )
    schema.add_argument("--formats", action="store_true", help="assert formats")
    return parser


def _takes_overlays(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--overlay",
        action="append",
        default=[],
        metavar="FILE",
        help="an OpenAPI overlay that changes the document; may be repeated",
    )


def _api(parsed: argparse.Namespace) -> int:
    options = [os.path.abspath(parsed.spec), str(parsed.recipe), str(parsed.strict)]
    options += map(os.path.abspath, parsed.overlay)
    if not parsed.remote and stamp.is_fresh(parsed.out, options):
        return 0
    from pictura_codegen import generate  # noqa: PLC0415 - the fast way out imports nothing

    # Everything that is read is kept until the end, so there is no garbage to look for.
    collects = gc.isenabled()
    gc.disable()
    try:
        result = generate.generate(
            parsed.spec,
            parsed.out,
            frame=parsed.recipe or _frame(parsed.spec),
            strict=parsed.strict,
            remote=parsed.remote,
            overlays=parsed.overlay,
            write=not parsed.check,
        )
    except Rejected as rejected:
        return _report(rejected.diagnostics)
    finally:
        if collects:
            gc.enable()
    _report(result.findings)
    if parsed.check and result.changes:
        sys.stdout.writelines(result.difference)
        return 1
    if not result.findings and not parsed.remote:
        stamp.remember(parsed.out, options, result.inputs)
    return 1 if any(one.severity is Severity.ERROR for one in result.findings) else 0


def _schema(parsed: argparse.Namespace) -> int:
    from pictura_codegen import generate  # noqa: PLC0415 - not for the other command

    try:
        generate.generate_schema(
            parsed.schema, parsed.out, dialect=parsed.dialect, formats=parsed.formats
        )
    except Rejected as rejected:
        return _report(rejected.diagnostics)
    return 0


def _reference(parsed: argparse.Namespace) -> int:
    options = ["reference", os.path.abspath(parsed.spec), *map(os.path.abspath, parsed.overlay)]
    if stamp.is_fresh(parsed.out, options):
        return 0
    from pictura_codegen import generate  # noqa: PLC0415 - not for the other commands

    try:
        result = generate.generate_reference(
            parsed.spec, parsed.out, overlays=parsed.overlay, write=not parsed.check
        )
    except Rejected as rejected:
        return _report(rejected.diagnostics)
    if parsed.check and result.changes:
        sys.stdout.writelines(result.difference)
        return 1
    stamp.remember(parsed.out, options, result.inputs)
    return 0


_COMMANDS = {"api": _api, "reference": _reference, "schema": _schema}


def _report(findings: Sequence[Diagnostic]) -> int:
    if findings:
        from pictura_core.report import render  # noqa: PLC0415 - only if there is something to say

        sys.stderr.write(render(_without_echoes(findings), colour=sys.stderr.isatty()))
    return 1


def _without_echoes(findings: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Show the first warnings of a kind and count the others; errors are all shown."""
    kept: list[Diagnostic] = []
    seen: Counter[str] = Counter()
    for one in findings:
        if one.severity is Severity.ERROR:
            kept.append(one)
            continue
        seen[one.code] += 1
        if seen[one.code] <= _SHOWN:
            kept.append(one)
    for code, count in seen.items():
        if count > _SHOWN:
            last = next(one for one in reversed(kept) if one.code == code)
            more = count - _SHOWN
            message = f"{more} more like this; --strict shows all, as errors"
            kept.append(Diagnostic(last.code, message, None, last.name, Severity.WARNING))
    return kept


def _frame(spec: str) -> str:
    """Find the recipe's frame: beside the document, above its folder, or the one that ships."""
    folder = os.path.dirname(os.path.abspath(spec))
    own = os.path.dirname(os.path.abspath(__file__))
    for place in (folder, os.path.dirname(folder), own):
        if os.path.isfile(os.path.join(place, _FRAME)):
            return os.path.relpath(os.path.join(place, _FRAME))
    return os.path.join(own, "..", "..", "spec", _FRAME)
