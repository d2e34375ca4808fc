"""The gallery: a folder that shows pictures with what is known of them, in any browser."""
