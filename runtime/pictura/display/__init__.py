"""What a plan and a run look like: for people, for scripts, for continuous integration."""
