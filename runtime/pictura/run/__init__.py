"""Doing what a plan says: pace, tries, answers, pictures, files."""
