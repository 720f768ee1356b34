"""Finds the public objects that the modules of a package define, so that one file is enough."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")


def objects_of(package: ModuleType, kind: type[T]) -> Iterator[T]:
    """Every object of ``kind`` bound at the top of a public module of ``package``, by name.

    Modules whose name starts with an underscore are shared parts and are passed over. Each module
    is loaded when the iteration comes to it.
    """
    for public in _public_modules(tuple(package.__path__)):
        module = importlib.import_module(f"{package.__name__}.{public}")
        for name, value in sorted(vars(module).items()):
            if isinstance(value, kind) and not name.startswith("_"):
                yield value


@functools.cache
def _public_modules(places: tuple[str, ...]) -> tuple[str, ...]:
    """Names of the modules in the folders of a package, in order; the folders are read once."""
    found = sorted(info.name for info in pkgutil.iter_modules(places))
    return tuple(name for name in found if not name.startswith("_"))
