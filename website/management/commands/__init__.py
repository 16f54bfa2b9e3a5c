"""Commands that work on the whole site."""
