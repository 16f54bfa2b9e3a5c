"""The text of BibTeX fields: LaTeX, HTML, MathML and journal macros."""
