"""Lazy imports for packages whose modules are slow to load."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def lazy_names(package: str, modules: Mapping[str, str]) -> Callable[[str], Any]:
    """The `__getattr__` of a package that imports each public name at its first use (PEP 562).

    `modules` maps a public name to the module inside the package that defines it. A verb that never uses a name never
    loads what the module behind it needs: `status` needs no scikit-learn.
    """

    def get(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(f"{package}.{modules[name]}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return get
