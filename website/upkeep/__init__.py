"""The admin's upkeep page: what is otherwise done in a terminal, as buttons."""
