"""What the owner's ORCID record says of education, jobs, awards and reviews, as rows of the CV."""
