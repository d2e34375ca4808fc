"""Knows how to draw a picture for an order: the same order, the same bytes."""
