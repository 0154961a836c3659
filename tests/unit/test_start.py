"""A newcomer's folder of articles gets its first manifest."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from florilegium.build import prepare
from florilegium.errors import ManifestError
from florilegium.problems import Report
from florilegium.start import start

PROSE = "On Ferns\n\nA fern asks for little light and gives back an order of leaves beyond any gardener.\n"


def test_the_first_manifest_lists_every_article_and_can_be_built_at_once(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "on ferns.txt").write_text(PROSE)
    (tmp_path / "articles" / "moss.md").write_text(
        "# Moss\n\nMoss keeps the north side of everything, and is never in a hurry about it.\n"
    )
    path = start(tmp_path, date(2020, 1, 1))
    report = Report()
    prepared = prepare(path, report)
    assert report.errors == ()
    assert [article.title for article in prepared.book.articles] == ["Moss", "On Ferns"]


def test_hidden_files_finished_files_and_the_readme_are_no_articles(tmp_path: Path) -> None:
    for name in (".hidden.txt", "README.md", "dist/book.html", "ferns.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(PROSE)
    assert start(tmp_path, date(2020, 1, 1)).read_text().count("source:") == 1


def test_a_manifest_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "anthology.yaml").write_text("title: mine\n")
    with pytest.raises(ManifestError, match="left as it is"):
        start(tmp_path, date(2020, 1, 1))
    assert (tmp_path / "anthology.yaml").read_text() == "title: mine\n"


def test_an_empty_folder_is_told_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match=r"put \.txt, \.md"):
        start(tmp_path, date(2020, 1, 1))
