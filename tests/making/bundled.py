"""Archives of several articles, made in memory: an EPUB, an export of Substack, one of WordPress."""

from __future__ import annotations

from collections.abc import Mapping

from making.archives import packed
from making.word import PICTURE

HEAD = (
    '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>'
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
    "<head><title>{title}</title></head><body>{body}</body></html>"
)
PROSE = (
    "<p>The bank was raised in a wet summer, and fell in a dry one, as they had said whom nobody asked.{}</p>"
)


def page(title: str, more: str = "") -> str:
    """A chapter."""
    body = f'<section epub:type="chapter"><h2>{title}</h2>{PROSE.format(more)}</section>'
    return HEAD.format(title=title, body=body)


def call(number: int, file: str = "notes.xhtml") -> str:
    """A call of a note that stands in another page."""
    return f'<a href="{file}#n{number}" id="c{number}" epub:type="noteref">{number}</a>'


def notes(**texts: str) -> str:
    """A page of notes, `n1="…"`; each says which page calls it by what stands before a bar."""
    items = "".join(
        f'<li id="{name}" epub:type="endnote"><p>{text.partition("|")[2]} '
        f'<a href="{text.partition("|")[0]}#c{name[1:]}" epub:type="backlink">↩</a></p></li>'
        for name, text in texts.items()
    )
    body = f'<section epub:type="endnotes"><h2>Notes</h2><ol>{items}</ol></section>'
    return HEAD.format(title="Notes", body=body)


def epub(pages: Mapping[str, str], more: Mapping[str, bytes] | None = None) -> bytes:
    """An EPUB of pages in the order of reading, a page of contents behind them, a picture beside them."""
    contents = HEAD.format(title="Contents", body="<nav><ol><li><a href='x'>Contents</a></li></ol></nav>")
    items = "".join(f'<item id="p{at}" href="text/{one}"/>' for at, one in enumerate(pages))
    refs = "".join(f'<itemref idref="p{at}"/>' for at in range(len(pages)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<dc:creator id="a">Ann Bracken</dc:creator><dc:creator id="b">Tom Sedge</dc:creator>'
        '<meta refines="#b" property="role">edt</meta></metadata><manifest>'
        f'{items}<item id="nav" href="nav.html" properties="nav"/></manifest>'
        f'<spine>{refs}<itemref idref="nav"/></spine></package>'
    )
    parts = {
        "mimetype": b"application/epub+zip",
        "OPS/package.opf": package.encode(),
        "OPS/nav.html": contents.encode(),
    }
    parts |= {f"OPS/text/{name}": text.encode() for name, text in pages.items()}
    return packed({**parts, "OPS/images/red.png": PICTURE, **(more or {})})


def substack() -> bytes:
    """An export of Substack: a post, a draft, an older post, and the addresses of readers."""
    table = (
        "post_id,post_date,is_published,type,audience,title,subtitle\n"
        '11.reeds,2021-05-01,true,newsletter,everyone,"Reeds, and Rushes",What the ditch grows\n'
        "12.sedge,2021-06-01,false,newsletter,everyone,Sedge,\n"
        "9.willow,2020-05-01,true,newsletter,everyone,Willow,\n"
    )
    post = (
        "<p>The ditch was cut by monks.<a class='footnote-anchor' id='footnote-anchor-1' href='#footnote-1'>1"
        "</a></p><p>It has been wet since, and grows what it likes in every month of the year.</p>"
        "<div class='footnote'><a id='footnote-1' href='#footnote-anchor-1' class='footnote-number'>1</a>"
        "<div class='footnote-content'><p>Or by their tenants.</p></div></div>"
    )
    return packed(
        {
            "posts.csv": table.encode(),
            "posts/11.reeds.html": post.encode(),
            "posts/12.sedge.html": b"<p>Not yet.</p>",
            "posts/9.willow.html": b"<div><pre>The willow, the willow,\n  it bends, and it stays,</pre></div>"
            b"<blockquote><p>Cut it in March.</p></blockquote><p>So it was done.</p>",
            "email_list.csv": b"email\n",
        }
    )


def wordpress() -> str:
    """An export of WordPress: a post of the classic editor, one of blocks, a draft, a picture, a comment."""
    return """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<title>The Ditch</title><language>en-GB</language>
<wp:author><wp:author_login>ann</wp:author_login>
<wp:author_display_name><![CDATA[Ann Bracken]]></wp:author_display_name></wp:author>
<item><title>On Reeds &amp; Rushes</title><dc:creator>ann</dc:creator>
<content:encoded><![CDATA[The ditch was cut by <em>monks</em>, who wanted eels.

It has been wet since,
and grows what it likes.
<h2>Rushes</h2>
They burn well.]]></content:encoded>
<category>Plants</category>
<wp:post_name>on-reeds</wp:post_name><wp:post_date>2011-03-02 10:00:00</wp:post_date>
<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
<wp:comment><wp:comment_content>First!</wp:comment_content></wp:comment></item>
<item><title>Eels</title><dc:creator>ann</dc:creator>
<content:encoded><![CDATA[<!-- wp:paragraph -->
<p>Eels go to sea once, and nobody has seen them arrive.</p>
<!-- /wp:paragraph -->]]></content:encoded>
<wp:post_name>eels</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>Sedge</title><wp:status>draft</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>reed.jpg</title><wp:status>inherit</wp:status><wp:post_type>attachment</wp:post_type></item>
</channel></rss>
"""
