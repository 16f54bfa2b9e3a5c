"""Uploaded files and pictures: checking, storing and serving them."""
