"""Conferences whose short names are better known than their full ones.

Many files give only the full name, and NeurIPS in several forms. The short name is the key.
"""

from __future__ import annotations

from functools import cache

from publications.models import Venue
from publications.venues.meetings import read_meetings

SERIES: dict[str, tuple[str, ...]] = {
    "AAAI": ("AAAI Conference on Artificial Intelligence",),
    "ACL": ("Annual Meeting of the Association for Computational Linguistics",),
    "AISTATS": ("International Conference on Artificial Intelligence and Statistics",),
    "ALT": ("International Conference on Algorithmic Learning Theory",),
    "CHI": ("CHI Conference on Human Factors in Computing Systems",),
    "COLT": ("Conference on Learning Theory",),
    "CVPR": ("Conference on Computer Vision and Pattern Recognition",),
    "ECCV": ("European Conference on Computer Vision",),
    "EMNLP": ("Conference on Empirical Methods in Natural Language Processing",),
    "Findings of ACL": ("Findings of the Association for Computational Linguistics",),
    "FOCS": ("IEEE Symposium on Foundations of Computer Science",),
    "ICASSP": ("International Conference on Acoustics, Speech and Signal Processing",),
    "ICCV": ("IEEE International Conference on Computer Vision",),
    "ICLR": ("International Conference on Learning Representations",),
    "ICML": ("International Conference on Machine Learning",),
    "ICRA": ("IEEE International Conference on Robotics and Automation",),
    "IJCAI": ("International Joint Conference on Artificial Intelligence",),
    "KDD": ("ACM SIGKDD Conference on Knowledge Discovery and Data Mining",),
    "NAACL": (
        "Conference of the North American Chapter of the Association for Computational Linguistics",
    ),
    "NeurIPS": (
        "Conference on Neural Information Processing Systems",
        "International Conference on Neural Information Processing Systems",
        "NIPS",
    ),
    "RSS": ("Robotics: Science and Systems",),
    "SIGIR": ("ACM SIGIR Conference on Research and Development in Information Retrieval",),
    "SODA": ("ACM-SIAM Symposium on Discrete Algorithms",),
    "STOC": ("ACM Symposium on Theory of Computing",),
    "UAI": ("Conference on Uncertainty in Artificial Intelligence",),
}


def list_known_names(venue: Venue) -> tuple[str, ...]:
    """Return the names that a conference has beside those that the site knows.

    Another conference may have the same short name: then its full name is a different one.
    """
    known = SERIES.get(venue.short_name, ()) if venue.kind == Venue.Kind.CONFERENCE else ()
    meetings = [meeting for name in known for meeting in read_meetings(name)]
    is_other = venue.name and not any(
        one.may_be(other) for one in read_meetings(venue.name) for other in meetings
    )
    return () if is_other else known


@cache
def make_series() -> tuple[Venue, ...]:
    """Return a venue, not saved, for each of these conferences."""
    return tuple(Venue(short_name=short, name=names[0]) for short, names in SERIES.items())
