"""The PDF of each article and the sample, cut from the pages of the book."""

from __future__ import annotations

from florilegium.editions.articles.title_leaf import title_leaf
from florilegium.editions.pdf.output.offprint import BIND, offprint_of, pages_of, sample_of
from florilegium.editions.protocol import Context, Edition, Needs
from florilegium.languages.labels import website_words

#: The folder of a release in which each article has one.
ARTICLES = "articles"

#: What the name of the sample adds to that of the book.
SAMPLE = "-sample.pdf"


def offprint_files(context: Context) -> dict[str, bytes]:
    """Return the sample and the PDF of each article by their paths in a release."""
    book, sheets = context.book, context.printed_book.sheets
    leaves = {article.key: title_leaf(book, article, pages_of(sheets, article)) for article in book.articles}
    layouts = context.printed_book.lay_out(tuple(leaves.values()))
    metadata = book.metadata
    words = website_words(metadata.language)
    wanted = {f"{context.stem}{SAMPLE}": sample_of(sheets, f"{metadata.title} ({words['sample']})")}
    for article in book.articles:
        leaf = leaves[article.key]
        set_leaf = (leaf, layouts[leaf.section.id])
        wanted[f"{ARTICLES}/{article.key}/{article.key}.pdf"] = offprint_of(sheets, book, article, set_leaf)
    return dict(zip(wanted, context.runner.map(BIND, list(wanted.values())), strict=True))


#: Made for releases only.
OFFPRINTS = Edition(
    name="offprints", title="the offprints", endings=(), needs=Needs.SHEETS, files=offprint_files
)
