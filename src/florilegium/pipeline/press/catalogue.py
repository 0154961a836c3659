"""The first page of a press: its books with their covers, and a field that finds them.

It needs no script: with one, the field hides what it does not find.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Final

from florilegium.editions.documents import language_mark
from florilegium.editions.style_sheets import style_sheet
from florilegium.editions.templating import environment
from florilegium.languages.labels import website_words
from florilegium.languages.scripts import is_right_to_left
from florilegium.pipeline.press.listed_book import PressSite

#: The width in pixels at which covers stand in the catalogue.
_COVER: Final = 200


def catalogue_files(site: PressSite) -> dict[str, bytes]:
    """Return the page, its style and its script by their paths in the site."""
    language = site.backlist.language
    words = website_words(language)
    page = environment().get_template("press-catalogue.html")
    books = [
        {
            "book": book,
            "cover": book.cover(_COVER),
            "direction": "rtl" if is_right_to_left(str(book.told["language"])) else "",
            "words": " ".join(
                (*(name for name, _ in book.told["authors"]), book.names, *book.told["keywords"])
            ),
        }
        for book in site.books
    ]
    made = page.render(
        site=site,
        books=books,
        language=language,
        direction="rtl" if is_right_to_left(language) else "",
        words=words,
        said=language_mark(words.language, language),
    )
    return {
        "index.html": made.encode(),
        "styles/press.css": style_sheet(site.backlist.path.parent, "press.css").encode(),
        "scripts/press.js": (files("florilegium") / "templates" / "press.js").read_bytes(),
    }
