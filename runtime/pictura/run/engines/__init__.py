"""Knows how a run's jobs are done by the workers of an engine that somebody runs already."""
