"""One writer of content at a time, whatever the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

_LOCK = 8260_1871  # any number; advisory locks count within one database


@contextmanager
def write_lock() -> Iterator[None]:
    """Be the only one who changes content, from here to the end of the transaction.

    Others that come here wait, ten seconds at most. So what was read inside is still true when
    something is written that follows from it: the order of a list, who is on a paper already,
    which version a form was opened of. SQLite never has two writers. PostgreSQL has as many as
    come, and would let each go by what the others are about to change.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        yield
