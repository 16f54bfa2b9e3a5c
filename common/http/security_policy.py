"""Content-Security-Policies besides the site's own, which django-csp sends with every page."""

from collections.abc import Mapping
from typing import Any

from csp.constants import NONE
from csp.utils import build_policy

# For responses that load nothing, and that no page may frame.
NOTHING = {"default-src": [NONE], "frame-ancestors": [NONE]}


def write_policy(directives: Mapping[str, Any]) -> str:
    """Return a policy as a header value, always in the same order.

    >>> write_policy({"sandbox": True, **NOTHING})
    "default-src 'none'; frame-ancestors 'none'; sandbox"
    """
    return "; ".join(sorted(build_policy({**directives}).split("; ")))
