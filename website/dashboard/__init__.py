"""The admin's first page: what to do, content checks and the site's status."""
