"""The dates of a CV: reading, showing and storing them, and whether they have passed."""
