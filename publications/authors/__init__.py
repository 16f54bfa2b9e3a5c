"""The authors of papers: finding, assigning, merging and listing them."""
