"""Image recipes: checked, planned, run, and never paid for twice."""
