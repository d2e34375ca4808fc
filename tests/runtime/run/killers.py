"""A program that runs `pictura` and dies, as by `kill -9`, at a moment that is named."""

KILLER = """\
import asyncio, importlib, os, sys
where, when = sys.argv[1:3]
module, _, name = where.rpartition(".")
try:
    holder = importlib.import_module(module)
except ModuleNotFoundError:
    module, _, kind = module.rpartition(".")
    holder = getattr(importlib.import_module(module), kind)
real = getattr(holder, name)
def die():
    os.kill(os.getpid(), 9)
if asyncio.iscoroutinefunction(real):
    async def fake(*words, **more):
        if when == "before":
            die()
        result = await real(*words, **more)
        die()
else:
    def fake(*words, **more):
        if when == "before":
            die()
        result = real(*words, **more)
        die()
setattr(holder, name, fake)
from pictura.cli import main
sys.exit(main(sys.argv[3:]))
"""
"""Its arguments: a function, `before` or `after` it, and the words of the command."""
