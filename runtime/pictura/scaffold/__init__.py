"""What a repository needs to begin with recipes: `pictura init` writes it, and nothing over."""
