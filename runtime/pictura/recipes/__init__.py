"""From recipes as written to jobs: nothing here knows a run, a server or what was made before."""
