"""The list of papers: filters, pagination and the year chart."""
