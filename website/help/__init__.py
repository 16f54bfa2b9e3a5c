"""The documentation as pages of the admin, with a search and a link from each form."""
