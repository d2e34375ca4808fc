"""What is known to be made: beside the recipes, and in `.pictura/`. Nothing here asks a server."""
