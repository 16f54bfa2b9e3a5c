"""The tests, one folder an app; the names say the rules."""
