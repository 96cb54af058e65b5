"""Sphinx: `make docs` builds the pages into .odoo/docs, with every warning an error."""

import ast
from pathlib import Path

from sphinxcontrib.httpdomain import HTTP_STATUS_CODES

HTTP_STATUS_CODES[428] = "Precondition Required"  # RFC 6585, which the extension doesn't know

MANIFEST = Path(__file__).parent.parent / "restapi" / "__manifest__.py"

project = "restapi"
author = "The restapi contributors"
copyright = f"2026, {author}"
version = release = ast.literal_eval(MANIFEST.read_text())["version"]

extensions = ["sphinxcontrib.httpdomain", "sphinx_copybutton", "sphinx_design"]
exclude_patterns = ["examples"]
nitpicky = True
html_theme = "furo"
html_title = f"restapi {release}"
html_static_path = ["_static"]
html_css_files = ["code.css"]
html_copy_source = False
highlight_language = "none"

# A prompt is no part of a command, and what a command prints is none either.
copybutton_prompt_text = "$ "
copybutton_only_copy_prompt_lines = True

# The routes stand under one prefix; the index of them is grouped by what follows it.
http_index_shortname = "routes"
http_index_localname = "Routes"
http_strict_mode = True
