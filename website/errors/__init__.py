"""What visitors are told when a request fails."""
