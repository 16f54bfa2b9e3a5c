"""Rows in the owner's order: the model, its forms and its admin."""
