"""The list of papers: filters, pages and the chart of years."""
