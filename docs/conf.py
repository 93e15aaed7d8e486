"""Sphinx configuration. The build needs no network: only names of this library are looked up."""

import logging
import re
from importlib.metadata import version as installed

from sphinx.application import Sphinx

project = "coleadership"
author = "the coleadership authors"
project_copyright = "2026 the coleadership authors"
version = release = installed("coleadership")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]

myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
autodoc_default_options = {"no-value": True}  # a rule in full says less than its docstring
python_maximum_signature_line_length = 88
default_role = "code"  # docstrings name code in single backticks
napoleon_google_docstring = True
napoleon_numpy_docstring = False

nitpicky = True
nitpick_ignore_regex = [
    (r"py:.*", r"(?!coleadership\b).*"),  # other libraries' docs are not at hand offline
    (r"py:.*", r"coleadership\.[\w.]+\.(C|D_co|E|P|V|W|S\d?|S_co|Seal|State|T)"),  # type variables have no page
]

html_theme = "furo"
html_title = f"coleadership {release}"
html_copy_source = False

# A section may wait for its first page. This warning has no type, so `suppress_warnings` does not reach it.
logging.getLogger("sphinx.sphinx.directives.other").addFilter(lambda entry: vars(entry).get("subtype") != "empty_glob")


def fences(_app: Sphinx, _what: str, _name: str, _obj: object, _options: object, lines: list[str]) -> None:
    """Show Markdown fences in docstrings as blocks of code."""
    inside = False
    for index, line in enumerate(lines):
        if fence := re.fullmatch(r"\s*```(\w*)", line):
            inside = not inside
            lines[index] = f".. code-block:: {fence[1] or 'text'}\n" if inside else ""
        elif inside:
            lines[index] = f"   {line}"
    lines[:] = "\n".join(lines).split("\n")


def setup(app: Sphinx) -> None:
    """Listen to autodoc."""
    _ = app.connect("autodoc-process-docstring", fences)
