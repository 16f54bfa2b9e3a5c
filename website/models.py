"""The models of this app, which live in the packages that use them."""

from website.accounts.models import User
from website.cv.models import CVIssue, CVSection, CVVariant, VariantSection
from website.linkcheck.models import LinkCheck
from website.pagecache.site_version import SiteVersion

__all__ = [
    "CVIssue",
    "CVSection",
    "CVVariant",
    "LinkCheck",
    "SiteVersion",
    "User",
    "VariantSection",
]
