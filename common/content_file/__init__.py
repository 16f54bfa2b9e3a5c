"""The content file: rows of models as tables of TOML, both ways."""
