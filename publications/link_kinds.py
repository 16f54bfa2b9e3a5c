"""What a link of a paper is, as its URL tells."""

from common.forms.link_lines import KindSigns
from publications.models import PublicationLink

_Kind = PublicationLink.Kind

SIGNS = KindSigns(
    hosts={
        **dict.fromkeys(("arxiv.org", "biorxiv.org", "medrxiv.org", "ssrn.com"), _Kind.PREPRINT),
        **dict.fromkeys(("hal.science", "osf.io/preprints", "eprint.iacr.org"), _Kind.PREPRINT),
        **dict.fromkeys(("huggingface.co/datasets", "zenodo.org", "figshare.com"), _Kind.DATA),
        **dict.fromkeys(("kaggle.com/datasets", "datadryad.org", "huggingface.co"), _Kind.DATA),
        **dict.fromkeys(("github.com", "gitlab.com", "codeberg.org", "bitbucket.org"), _Kind.CODE),
        "colab.research.google.com": _Kind.CODE,
        **dict.fromkeys(("youtube.com", "youtu.be", "vimeo.com", "bilibili.com"), _Kind.VIDEO),
        **dict.fromkeys(("slideslive.com", "videolectures.net"), _Kind.VIDEO),
        **dict.fromkeys(("slideshare.net", "speakerdeck.com", "docs.google.com"), _Kind.SLIDES),
        **dict.fromkeys(("medium.com", "substack.com", "wordpress.com"), _Kind.BLOG),
        **dict.fromkeys(("doi.org", "openreview.net", "aclanthology.org"), _Kind.PAPER),
        **dict.fromkeys(("proceedings.mlr.press", "jmlr.org", "neurips.cc"), _Kind.PAPER),
        **dict.fromkeys(("dl.acm.org", "ieeexplore.ieee.org"), _Kind.PAPER),
        "github.io": _Kind.PROJECT,
    },
    endings={
        **dict.fromkeys(("slides.pdf", ".ppt", ".pptx", ".key"), _Kind.SLIDES),
        "poster.pdf": _Kind.POSTER,
        ".pdf": _Kind.PAPER,
        **dict.fromkeys((".mp4", ".webm", ".mov"), _Kind.VIDEO),
        **dict.fromkeys((".zip", ".tar.gz", ".csv"), _Kind.DATA),
    },
    otherwise=_Kind.PROJECT,
)
