"""What a link of the owner's profile is, as its address tells."""

from common.forms.link_lines import KindSigns
from profile.models import ProfileLink

_Kind = ProfileLink.Kind

SIGNS = KindSigns(
    hosts={
        "github.com": _Kind.GITHUB,
        "scholar.google.com": _Kind.SCHOLAR,
        "orcid.org": _Kind.ORCID,
        "openreview.net": _Kind.OPENREVIEW,
        "dblp.org": _Kind.DBLP,
        "dblp.uni-trier.de": _Kind.DBLP,
        "semanticscholar.org": _Kind.SEMANTIC_SCHOLAR,
        "huggingface.co": _Kind.HUGGING_FACE,
        "linkedin.com": _Kind.LINKEDIN,
        "bsky.app": _Kind.BLUESKY,
        "mastodon.social": _Kind.MASTODON,
        "sigmoid.social": _Kind.MASTODON,
        "mathstodon.xyz": _Kind.MASTODON,
    },
    endings={},
    otherwise=_Kind.WEBSITE,
)
