"""Knows how Sphinx builds the pages of this folder: `make docs`. It does not know what they say.

The pages stay plain Markdown that reads well where the repository is read; nothing in them is for
Sphinx alone but the index's lists of pages.
"""

project = "Pictura"
author = "The authors of Pictura"
html_title = "Pictura"
language = "en"

extensions = ["myst_parser"]
exclude_patterns = ["images/*.py"]
# A link to a heading is what a forge makes of it, so it holds there and here.
myst_heading_anchors = 4
nitpicky = True

# No fonts or scripts of others, light or dark as the reader has it, and it works from a file.
html_theme = "furo"
html_static_path = ["static"]
html_css_files = ["pages.css"]
html_js_files = ["pages.js"]
html_theme_options: dict[str, list[str]] = {"top_of_page_buttons": []}
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_use_index = False
