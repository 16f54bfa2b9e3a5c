"""What the readers share: markup, names, dates, venues, and safe access to JSON and XML."""
