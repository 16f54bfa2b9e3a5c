"""Running the site: serving, database schema, storage of uploads."""
