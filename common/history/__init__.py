"""The history of rows in the admin: all versions, what changed, and how to go back."""
