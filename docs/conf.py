"""Sphinx configuration. The build needs no network: only names of this library are looked up."""

import logging
import re
from enum import Enum
from importlib.metadata import version as installed

import attrs
from sphinx.application import Sphinx

project = "coleadership"
author = "the coleadership authors"
project_copyright = "2026 the coleadership authors"
version = release = installed("coleadership")

extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]

myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
autodoc_default_options = {"no-value": True}  # a rule in full says less than its docstring
python_maximum_signature_line_length = 88
default_role = "code"  # docstrings name code in single backticks

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


def defaults(
    _app: Sphinx, _what: str, _name: str, obj: object, _options: object, signature: str | None, returns: str | None
) -> tuple[str | None, str | None]:
    """Show what a field is when it is left out: attrs writes where it looks that up."""
    if signature is None or not (isinstance(obj, type) and attrs.has(obj)):
        return signature, returns
    fields = attrs.fields_dict(obj)
    told = re.sub(r"attr_dict\['(\w+)'\]\.default", lambda found: _shown(fields[found[1]].default), signature)
    return told.replace("=NOTHING", "=...").replace("= NOTHING", "= ..."), returns


def _shown(default: object) -> str:
    """A default as one would write it, or dots for what takes more than a few words."""
    if isinstance(default, Enum):
        return f"{type(default).__name__}.{default.name}"
    plain = default is None or isinstance(default, str | int | tuple | frozenset)
    return repr(default) if plain and len(repr(default)) < 30 else "..."


def setup(app: Sphinx) -> None:
    """Listen to autodoc."""
    _ = app.connect("autodoc-process-signature", defaults)
    _ = app.connect("autodoc-process-docstring", fences)
