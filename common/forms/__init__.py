"""What the forms of the admin share: their errors, drafts, and going on after signing in."""
