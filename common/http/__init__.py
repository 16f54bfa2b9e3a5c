"""What views need: decorators, the query of the URL, the policy for browsers."""
