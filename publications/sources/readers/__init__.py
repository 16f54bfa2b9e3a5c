"""Readers of the formats in which papers come: pure functions from bytes to an ``Answer``.

Each module has ``read``, and raises ``UnreadableError`` if the bytes are not in its format. What
cannot be read of a record is refused or noted in words; a record never stops the others. ``draft``
makes the entry of a record, and ``cleaning`` has what the formats share.
"""
