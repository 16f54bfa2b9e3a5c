"""The history of rows in the admin: every version, what changed, and the way back."""
