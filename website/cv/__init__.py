"""The CV: which sections it has, as a page, as a typeset PDF and as JSON Resume."""
