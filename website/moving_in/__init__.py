"""Moving in from al-folio, academicpages and HugoBlox: the files of a site become Vita's content.

``jekyll`` and ``hugo`` read the pages in an ``archive`` and fill a ``MovedSite``: sections of the
content file, and entries for the import. ``moving`` puts these on the site.
"""
