"""What visitors see when a request fails."""
