"""The text that the benchmark measures is the one that docs/performance.md speaks of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench import generator, stages


def test_generated_anthology_has_its_measure(tmp_path: Path) -> None:
    """Twenty articles are about 60,000 words, exactly 540 notes, each called once, and 200 headings."""
    generator.write(tmp_path / "book", 20)
    texts = [path.read_text(encoding="utf-8") for path in (tmp_path / "book" / "articles").iterdir()]
    assert len(texts) == 20
    assert abs(sum(len(text.split()) for text in texts) - 60_000) < 2_000
    assert sum(len(re.findall(r"^\[\^\d+\]:", text, re.M)) for text in texts) == 540
    assert sum(len(re.findall(r"\[\^\d+\](?!:)", text)) for text in texts) == 540
    writer = generator.Writer()
    names = {*writer.people, *writer.places}
    assert len(names) == 200
    assert all(any(name in text for text in texts) for name in names)


def test_generated_anthology_is_the_same_every_time(tmp_path: Path) -> None:
    """Two runs write the same bytes, and every program gets the same words."""
    for name in ("one", "two"):
        generator.write(tmp_path / name, 4)
    files = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*.*"))
    assert files
    for path in files:
        assert (tmp_path / "one" / path).read_bytes() == (tmp_path / "two" / path).read_bytes()
    words = {
        name: _words((tmp_path / "one" / name).read_text(encoding="utf-8"))
        for name in ("book.md", "book.typ")
    }
    assert words["book.md"] == words["book.typ"]


def test_every_reader_gets_the_same_words() -> None:
    """An article says the same in Markdown, HTML and plain text, but for the capitals of headings."""
    article = generator.Writer().article(1)
    title = article.title.partition(",")[0]
    plain = re.sub(r"<title>.*</title>|<[^>]+>", " ", generator.as_html(article))
    text = generator.as_plain_text(article).replace("_", "").replace("NOTES", "")
    expected = _words(generator.as_markdown(article, "", 1).lower())
    assert _words(plain.lower()) == expected
    assert _words(text.lower()) == expected
    assert title.upper() in text


def _words(text: str) -> list[str]:
    """A book's words in no order, without what marks them up."""
    text = re.sub(r"\[\^[\d-]+\]:?|#(?:set|show|outline).*|#footnote|^%.*", " ", text, flags=re.M)
    return sorted(re.findall(r"[A-Za-z]+", text))


@pytest.mark.parametrize("place", [place for _, places in stages.STAGES for place in places])
def test_a_stage_that_is_timed_is_there(place: str) -> None:
    """`make bench` finds each function whose time it tells."""
    owner, name = stages.found(place)
    assert callable(getattr(owner, name))
