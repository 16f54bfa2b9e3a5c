"""The person: name, links, interests, education, experience, awards, teaching, service.

The app has the same name as a module of the standard library that ``cProfile``, IPython and
debuggers import. To let both work, names that this package does not have are looked up in the
standard library's module.
"""

import importlib.util
import os
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any


@cache
def _import_standard_profile() -> ModuleType:
    """Return the standard library's ``profile`` module, found beside ``os``."""
    path = Path(os.__file__).with_name("profile.py")
    spec = importlib.util.spec_from_file_location("_standard_profile", path)
    if spec is None or spec.loader is None:
        raise AttributeError(f"the standard library's profile module is not at {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(_import_standard_profile(), name)
