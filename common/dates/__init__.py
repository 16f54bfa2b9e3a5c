"""The dates of a CV: reading, showing and storing them, and what is past or to come."""
