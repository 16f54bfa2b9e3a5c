"""The site's configuration: environment, services, checks, logging and fonts."""
