"""Lets `python -m pictura` be the command line."""

import sys

from pictura.cli import main

sys.exit(main())
