"""Papers from other services and files: identifiers, the services' answers, and readers."""
