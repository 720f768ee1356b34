"""Packages whose names are loaded when they are first asked for: a command loads what it needs."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping


def lazily(package: str, home_of: Mapping[str, str]) -> Callable[[str], object]:
    """Return the ``__getattr__`` of a package.

    Parameters
    ----------
    package : str
        Its name.
    home_of : mapping of str to str
        Where in the package each of its names is defined: a module, or a module, a dot and the
        name that it has there. A name in a module of the same name would be hidden by it.
    """

    def load(name: str) -> object:
        if name not in home_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module, _, own = home_of[name].partition(".")
        found: object = getattr(importlib.import_module(f"{package}.{module}"), own or name)
        setattr(sys.modules[package], name, found)
        return found

    return load
