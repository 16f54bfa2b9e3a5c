"""A lock that lets only one process or thread change content at a time, on any database."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

_LOCK = 8260_1871  # an arbitrary number; advisory locks are per database


@contextmanager
def write_lock() -> Iterator[None]:
    """Hold the write lock until the end of the transaction.

    Other writers wait, for at most ten seconds. So whatever is read inside is still true when
    something based on it is written: the order of a list, the authors of a paper, the version that
    a form was opened with. SQLite never has two writers, but PostgreSQL can.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        yield
