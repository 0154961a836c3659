"""RIS, BibTeX and CSL-JSON of the book and its articles."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from described import bare, full

from florilegium.editions.records.citations import bibtex, csl_json, ris


def test_ris_has_a_record_for_the_book_and_for_each_article() -> None:
    lines = ris(full()).decode().split("\r\n")
    assert [line for line in lines if line.startswith("TY")] == ["TY  - BOOK", "TY  - CHAP", "TY  - CHAP"]
    assert lines.count("ER  - ") == 3
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines if line)
    assert {"A3  - The Institute of Walks", "AU  - Carberry, Josiah", "SP  - 3", "EP  - 17"} <= set(lines)


def test_bibtex_escapes_what_would_be_a_command() -> None:
    """A body stays whole, capitals stay, and a key is of ASCII."""
    written = bibtex(full()).decode()
    assert "title = {{The Broken Pots: Essays 50\\% off}}" in written
    assert "editor = {{The Institute of Walks} and Carberry, Josiah}" in written
    assert "publisher = {Fictional \\& Sons}" in written
    assert "@incollection{the-broken-pots:pots," in written
    assert "pages = {3--17}" in written


def test_an_article_on_one_page_has_one() -> None:
    """Styles print `3–3` as it stands."""
    book = full()
    (key, span), *_ = book.spans.items()
    short = replace(book, spans={**book.spans, key: replace(span, last=span.first)})
    assert "pages = {3}," in bibtex(short).decode()
    assert json.loads(csl_json(short))[1]["page"] == "3"


def test_csl_has_names_in_parts_and_leaves_out_what_is_not_known() -> None:
    whole, first, second = json.loads(csl_json(full()))
    assert whole["editor"][0] == {"literal": "The Institute of Walks"}
    assert first["author"] == [{"family": "Carberry", "given": "Josiah"}, {"literal": "Plato"}]
    assert (first["page"], first["container-title"]) == ("3-17", "The Broken Pots: Essays 50% off")
    assert "author" not in second
    (known, article) = json.loads(csl_json(bare()))
    assert set(known) == {"id", "type", "title", "issued", "language"}
    assert set(article) == {"id", "type", "title", "container-title", "issued", "language"}
