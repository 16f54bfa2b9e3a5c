"""The services, as in the tests of looking up papers."""

from tests.publications.sources.conftest import running, services

__all__ = ["running", "services"]
