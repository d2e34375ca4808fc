"""The ground floor: positions, diagnostics, checks, requests and how they travel.

Generated packages need this package and httpx, nothing else.
"""
