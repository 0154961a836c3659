"""What a page or a text in Markdown has of letters, whoever reads it."""

from __future__ import annotations

from florilegium.sources.account.page_letters import of_markdown, of_page


def test_a_comment_is_text_of_markdown_alone() -> None:
    """A page's says nothing; what Markdown leaves out of a text is told."""
    text = "<p>The weir</p><!-- is gone --><p>fell.</p>"
    assert [run.text for run in of_page(text)] == ["The weir", "fell."]
    assert [run.text for run in of_markdown(text, 1)] == ["The weir", "<!-- is gone -->", "fell."]


def test_a_section_of_xml_is_text_where_a_page_is_xml() -> None:
    text = "<?xml version='1.0'?><p>The weir<![CDATA[ < fell]]>.</p>"
    assert "".join(run.text for run in of_page(text)).strip() == "The weir < fell."
    assert "fell" not in "".join(run.text for run in of_page(text.partition("?>")[2]))
