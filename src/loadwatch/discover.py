"""Finds the public objects that the modules of a package define, so that one file is enough."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")


def objects_of(package: ModuleType, kind: type[T]) -> Iterator[T]:
    """Every object of ``kind`` bound at the top of a public module of ``package``, by name.

    Modules whose name starts with an underscore are shared parts and are passed over.
    """
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda item: item.name):
        if info.name.startswith("_"):
            continue
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        for name, value in sorted(vars(module).items()):
            if isinstance(value, kind) and not name.startswith("_"):
                yield value
