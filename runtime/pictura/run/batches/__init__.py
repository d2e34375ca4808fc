"""Requests that are handed in together, to be answered later."""
