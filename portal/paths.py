"""Where the files beside the code are, in a checkout and in an installed wheel.

In a checkout, pages, migrations and settings lie beside `portal/`, where people look for them. A wheel holds copies of
them in `portal/_packaged/` (the build puts them there; see `tool.hatch.build.targets.wheel` in pyproject.toml).
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).resolve().parent
_PACKAGED: Final = PACKAGE / "_packaged"

IN_CHECKOUT: Final = not _PACKAGED.is_dir()
"""True when the program runs from its source tree, False when it was installed from a wheel."""

_BESIDE: Final = PACKAGE.parent if IN_CHECKOUT else _PACKAGED

TEMPLATES: Final = _BESIDE / "templates"
MIGRATIONS: Final = _BESIDE / "migrations"
CONFIG_FILE: Final = _BESIDE / "config.py"
"""Defaults of all settings; read by path with `app.config.from_pyfile`, never imported."""

STATIC: Final = PACKAGE / "static"
VENDOR: Final = STATIC / "vendor"
FONTS: Final = VENDOR / "fonts" / "public-sans"
"""Public Sans as woff2 for pages and as ttf for PDFs; Regular, Italic, SemiBold and Bold."""

TRANSLATIONS: Final = PACKAGE / "translations"
DEMO: Final = PACKAGE / "demo"
"""What the demonstration county is made from; part of the package, so that a wheel can show it too."""


def var_folder() -> Path:
    """Return the folder that the program writes to by default: `var/` of the checkout, or of the working directory.

    It need not exist yet. An installed program never writes beside its own code.
    """
    return (PACKAGE.parent if IN_CHECKOUT else Path.cwd()) / "var"
