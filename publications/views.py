"""The pages about papers, and their citations."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header

from common.http.query_parameters import searches
from common.http.read_only import read_only
from common.media import views
from common.publishing import may_see_drafts
from common.urls.slug_history import redirect_former_slugs
from publications.authors.coauthors import JointPapers, list_coauthors
from publications.citations import BIBTEX, FORMATS, Format, cite
from publications.listing.filters import NARROWING, Filters, PublicationList
from publications.models import Author, Publication


@read_only
@searches(*NARROWING, "by", "page")
def publication_list(request: HttpRequest) -> HttpResponse:
    """List all papers, or those that match the query."""
    listing = PublicationList(Filters.read(request.GET))
    context = {"listing": listing, "bibtex": BIBTEX, "formats": FORMATS.values()}
    return render(request, "publications/list.html", context)


@read_only
@redirect_former_slugs(Publication)
def publication_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one paper; only editors see drafts."""
    papers = (
        Publication.objects.visible_to(request.user).with_citations().prefetch_related("topics")
    )
    paper = get_object_or_404(papers, slug=slug)
    context = {
        "publication": paper,
        "versions": Publication.objects.visible_to(request.user).versions_of(paper),
        "citation": BIBTEX.write([cite(paper)]),
        "bibtex": BIBTEX,
        "formats": FORMATS.values(),
        "related": Publication.objects.published().related_to(paper, most=3),
    }
    return render(request, "publications/detail.html", context)


@read_only
@redirect_former_slugs(Publication)
def publication_pdf(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Send the PDF of a paper; only editors can get a draft's."""
    papers = Publication.objects.visible_to(request.user).prefetch_related("links")
    paper = get_object_or_404(papers, slug=slug)
    if not paper.hosted_pdf:
        raise Http404
    response = views.send(request, paper.hosted_pdf, paper.changed_at)
    # Unlike the URL of the upload, this one does not change when the file is replaced or removed.
    response["Cache-Control"] = "private, no-store" if paper.is_draft else "no-cache"
    return response


@read_only
@redirect_former_slugs(Publication)
def citation_of_publication(request: HttpRequest, slug: str, form: Format) -> HttpResponse:
    """Send the citation of one paper as a file; only editors can get a draft's."""
    papers = Publication.objects.visible_to(request.user).with_citations()
    return _send_file([get_object_or_404(papers, slug=slug)], slug, form)


@read_only
@searches(*NARROWING)
def citations_of_list(request: HttpRequest, form: Format) -> HttpResponse:
    """Send the citations of all papers, or of those that match the query, as a file."""
    papers = Publication.objects.published().with_citations()
    return _send_file(Filters.read(request.GET).apply(papers), "publications", form)


@read_only
@searches("by")
def author_list(request: HttpRequest) -> HttpResponse:
    """List all co-authors by number of papers or by name."""
    by_name = request.GET.get("by") == "name"
    context = {"authors": list_coauthors(by_name=by_name), "by_name": by_name}
    return render(request, "publications/authors.html", context)


@read_only
@redirect_former_slugs(Author)
def author_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """List the papers with one author; only editors see an author without published papers."""
    author = get_object_or_404(Author, slug=slug)
    if author.is_owner:
        return redirect(author)
    together = JointPapers.find_with_author(author)
    if not together.papers and not may_see_drafts(request.user, Publication):
        raise Http404
    return render(request, "publications/author.html", {"together": together})


def _send_file(papers: Iterable[Publication], name: str, form: Format) -> HttpResponse:
    text = form.write(cite(paper) for paper in papers)
    disposition = content_disposition_header(True, f"{name}.{form.extension}") or "attachment"
    return HttpResponse(
        text,
        content_type=f"{form.content_type}; charset=utf-8",
        headers={"Content-Disposition": disposition},
    )
