"""Rows in an order that the owner chooses: the model, its forms and its admin."""
