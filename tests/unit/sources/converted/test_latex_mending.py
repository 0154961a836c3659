"""LaTeX is read as LaTeX prints it: notes at the side, numbers of works and displays, chemistry, accents."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from florilegium.book import runs
from florilegium.problems import Problem
from florilegium.sources.converted.latex_mending import mended
from florilegium.sources.manuscript import Manuscript
from making.snapshot import read_file

pytest.importorskip("pypandoc")

PROSE = "The bank was raised in a wet summer, and fell in a dry one, as they had said."


def _read(folder: Path, inside: str, head: str = "article") -> tuple[Manuscript, tuple[Problem, ...]]:
    text = f"\\documentclass{{{head}}}\n\\begin{{document}}\n{PROSE}\n\n{inside}\n\\end{{document}}\n"
    (folder / "a.tex").write_text(text, encoding="utf-8")
    manuscript, report = read_file(folder / "a.tex")
    assert manuscript is not None
    return manuscript, report.problems


def _texts(manuscript: Manuscript) -> list[str]:
    return [runs.text_of(leaf) for leaf in runs.leaves(manuscript.body)][1:]


def test_works_of_a_bibliography_have_their_numbers_where_they_are_cited(tmp_path: Path) -> None:
    inside = (
        "As \\cite[see][p.~5]{moss,quill} says.\n\n\\begin{thebibliography}{99}\n"
        "\\bibitem{moss} A. Moss, \\emph{Weirs}.\n\\bibitem{quill} C. Quill.\n\\end{thebibliography}"
    )
    manuscript, problems = _read(tmp_path, inside)
    assert problems == ()
    assert _texts(manuscript) == [
        "As [see 1, 2, p. 5] says.",
        "References",
        "[1] A. Moss, Weirs.",
        "[2] C. Quill.",
    ]


def test_works_with_author_and_year_are_cited_as_natbib_does(tmp_path: Path) -> None:
    inside = (
        "\\citet{moss} and \\citep[12]{moss}, \\citeyear{moss}.\n\n\\begin{thebibliography}{}\n"
        "\\bibitem[Moss(1900)]{moss} A. Moss, Weirs.\n\\end{thebibliography}"
    )
    manuscript, problems = _read(tmp_path, inside, "book")
    assert problems == ()
    assert _texts(manuscript) == [
        "Moss (1900) and (Moss, 1900, 12), 1900.",
        "Bibliography",
        "A. Moss, Weirs.",
    ]


def test_notes_beside_the_text_and_at_its_end_are_notes(tmp_path: Path) -> None:
    manuscript, problems = _read(tmp_path, "One.\\marginpar[left]{At the side.} Two.\\endnote{At the end.}")
    assert problems == ()
    assert [runs.text_of(note.body[0]) for note in manuscript.notes] == ["At the side.", "At the end."]


def test_displays_have_their_numbers_and_what_refers_to_them_shows_them(tmp_path: Path) -> None:
    inside = (
        "\\begin{equation}\\label{a} a=b \\end{equation}\n\\begin{align}\nc&=\\begin{cases}1\\\\2\\end{cases}"
        "\\nonumber\\\\\nd&=e\\label{d}\n\\end{align}\nAs \\eqref{a} and \\ref{d} say."
    )
    manuscript, problems = _read(tmp_path, inside)
    assert problems == ()
    assert [one.get("mathml", "").count("<mtext") for one in manuscript.body.iter("math")] == [1, 1]
    assert "(2)" in [one.get("mathml", "") for one in manuscript.body.iter("math")][1]
    assert _texts(manuscript)[-1] == "As (1) and 2 say."


def test_headings_have_their_numbers_as_references_to_them_do(tmp_path: Path) -> None:
    manuscript, _ = _read(tmp_path, "\\section{Boats}\\label{b} As section~\\ref{b} says.")
    assert [" ".join(text.split()) for text in _texts(manuscript)] == ["1 Boats", "As section 1 says."]


def test_letters_with_accents_and_chemistry_are_right(tmp_path: Path) -> None:
    manuscript, problems = _read(
        tmp_path, "A na\\\"\\i ve cost of \\$5 and \\$6, \\ce{H2SO4^2-}, c\\'{\\i}a."
    )
    assert problems == ()
    assert _texts(manuscript) == ["A naïve cost of $5 and $6, H2SO42-, cía."]
    assert [one.text for one in manuscript.body.iter("sub")] == ["2", "4"]


def test_the_day_of_the_build_is_in_no_text(tmp_path: Path) -> None:
    manuscript, _ = _read(tmp_path, "Written on \\today{} here.")
    assert _texts(manuscript) == ["Written on here."]


def test_references_that_show_no_number_are_told(tmp_path: Path) -> None:
    _, problems = _read(tmp_path, "\\subsection*{Boats}\\label{b} As \\ref{b} says on page \\pageref{b}.")
    assert [(one.code, one.place.line) for one in problems] == [("S044", 5), ("S044", 5)]


def test_lines_stay_and_code_is_left_alone() -> None:
    text = "\\begin{verbatim}\n\\today \\ce{H2O}\n\\end{verbatim}\n\\today\n"
    assert mended(text).text == text.removesuffix("\\today\n") + "\n"


def test_what_stands_in_remarks_and_code_counts_for_nothing(tmp_path: Path) -> None:
    """A display that is a remark has no number, a citation none of its words, and code stays as it is."""
    inside = (
        "%\\begin{equation}\\label{o}\n%y=1\n%\\end{equation}\n"
        "\\begin{comment}\n\\begin{equation}\ny=1\n\\end{equation}\n\\end{comment}\n\n"
        "% as \\cite[old][p.~9]{moss}\nAs \\cite{moss} at \\url{http://a.org/b%20c}, \\cite[p.~2]{moss}.\n\n"
        "\\begin{equation}\\label{a}\nx=2 % two }\n\\end{equation}\n\n"
        "See \\ref{a}, typed \\verb|\\ref{a}| and \\verb+\\today+.\n\n"
        "\\begin{thebibliography}{9}\n\\bibitem{moss} A. Moss.\n\\end{thebibliography}"
    )
    manuscript, problems = _read(tmp_path, inside)
    assert problems == ()
    texts = _texts(manuscript)
    assert texts[0] == "As [1] at http://a.org/b%20c, [1, p. 2]."
    assert "See 1, typed \\ref{a} and \\today." in texts
    assert "x=2 \\qquad\\text{(1)} % two }" in mended(inside).text


def test_verse_keeps_its_stanzas_and_indents_and_none_of_its_signs(tmp_path: Path) -> None:
    """`\\!` ends a stanza, `\\*` a line that stays with the next; `\\vin` and spaces set a line in."""
    inside = (
        "\\poemtitle{A Song}\n\\settowidth{\\versewidth}{O the road}\n\\begin{verse}[\\versewidth]\n"
        "O the road,\\\\*\n\\vin the toll;\\\\\n\\hspace*{2em}the gate.\\\\!\n\nO the cow,\\\\>\nand how.\n"
        "\\end{verse}"
    )
    manuscript, problems = _read(tmp_path, inside)
    assert problems == ()
    verse = next(one for one in manuscript.body.iter("blockquote") if one.get("class") == "verse")
    lines = ["".join(stanza.itertext()) for stanza in verse]
    assert lines == ["O the road,\n\u2003the toll;\n\u2003\u2003the gate.", "O the cow,\nand how."]
    assert _texts(manuscript)[0] == "A Song"


def test_words_of_a_note_apart_go_to_its_mark(tmp_path: Path) -> None:
    inside = (
        "A bank\\footnotemark{} and a weir\\footnotemark[7].\n"
        "\\footnotetext[7]{A weir.}\\footnotetext{A bank.}"
    )
    manuscript, problems = _read(tmp_path, inside)
    assert problems == ()
    assert [runs.text_of(note.body[0]) for note in manuscript.notes] == ["A bank.", "A weir."]
    assert [call.getparent().tag for call in manuscript.body.iter("call")] == ["p", "p"]


def test_a_note_apart_that_calls_another_keeps_its_words_whole() -> None:
    """The words of the first move as they are, and nothing of them stays behind."""
    text = (
        "A\\footnotemark[1].\n\\footnotetext[1]{Salt\\footnotemark[2] here.}\n\\footnotetext[2]{And oil.}\n"
    )
    assert mended(text).text == ("A\\footnote{Salt\\footnotemark[2] here.}.\n\n\\footnotetext[2]{And oil.}\n")


def test_a_line_of_verse_is_set_in_by_no_number_that_ends_nowhere() -> None:
    far = f"\\hspace{{{'9' * 400}em}}"
    assert "~" * 24 + "so" in mended(f"\\begin{{verse}}{far}so\\end{{verse}}").text


def test_letters_of_private_use_stay(tmp_path: Path) -> None:
    inside = "\\begin{enumerate}\n\\item[(a)] Moss \ue0001\ue001 stands.\n\\end{enumerate}"
    manuscript, _ = _read(tmp_path, inside)
    assert _texts(manuscript) == ["Moss \ue0001\ue001 stands."]


@pytest.mark.parametrize(
    "command",
    [
        "\\epigraph{",
        "\\textquote{",
        "\\begin{displayquote}",
        "\\footnotetext{",
        "\\footnotemark\\footnotetext{",
    ],
)
def test_groups_that_nothing_closes_are_looked_for_once(command: str) -> None:
    """So a file of them takes time in proportion to its length."""
    once = _seconds(command * 2_000)
    assert _seconds(command * 32_000) < 48 * max(once, 0.05)


def _seconds(latex: str) -> float:
    begun = time.process_time()
    assert mended(latex).text
    return time.process_time() - begun


def test_labels_of_items_are_those_of_the_file(tmp_path: Path) -> None:
    inside = "\\begin{enumerate}\\item[(a)] Salt. \\item[$\\ast$] Oil. \\item Rope.\\end{enumerate}"
    manuscript, _ = _read(tmp_path, inside)
    (counted,) = manuscript.body.iter("ol")
    assert [one.get("data-marker") for one in counted] == ["(a)", None, None]


def test_boxes_epigraphs_and_sides(tmp_path: Path) -> None:
    inside = (
        "\\epigraph{Water \\emph{finds}.}{A miller}\nSee \\fbox{the bank} and \\textquote{the weir}.\n\n"
        "\\begin{flushright}Yours,\\\\ Jonas\\end{flushright}"
    )
    manuscript, problems = _read(tmp_path, inside)
    assert problems == ()
    _, motto, words, signed = manuscript.body
    assert (motto.get("class"), motto[-1].get("class")) == ("motto", "right")
    assert runs.text_of(words) == "See the bank and “the weir”."
    assert signed.get("class") == "right"


@pytest.mark.parametrize(
    ("kind", "depth", "headings"),
    [
        ("article", "", ["1 A", "1.1 B", "1.1.1 C", "D"]),
        ("book", "\\chapter{Z}", ["1 Z", "1.1 A", "1.1.1 B", "C", "D"]),
        ("article", "\\setcounter{secnumdepth}{1}", ["1 A", "B", "C", "D"]),
    ],
)
def test_headings_have_the_numbers_that_are_printed(
    tmp_path: Path, kind: str, depth: str, headings: list[str]
) -> None:
    inside = "\n\n".join(
        f"\\{name}{{{title}}}\n\n{PROSE}"
        for name, title in (("section", "A"), ("subsection", "B"), ("subsubsection", "C"), ("paragraph", "D"))
    )
    manuscript, _ = _read(tmp_path, f"{depth}\n{inside}", kind)
    found = [runs.text_of(one) for one in manuscript.body.iter("h2", "h3", "h4")]
    assert [*filter(None, [manuscript.title]), *found][-len(headings) :] == headings


def test_what_the_template_of_pandoc_writes_is_read(tmp_path: Path) -> None:
    """Its definitions hide no subtitle, picture or term; the head of a long table stands once."""
    head = r"""article}
\providecommand{\tightlist}{\setlength{\itemsep}{0pt}}
\newcommand*\pandocbounded[1]{\sbox0{#1}\usebox0}
\providecommand{\subtitle}[1]{\apptocmd{\x}{#1}{}{}}
\title{The Weir}\subtitle{A history}\def\unused{"""
    inside = r"""
\begin{description}
\tightlist
\item[Paddle]
A board.
\end{description}

\pandocbounded{\includegraphics[keepaspectratio,alt={A weir}]{weir.png}}

\begin{longtable}[]{@{}lr@{}}
Place & Toll \\
\endfirsthead
Place & Toll \\
\endhead
Quay & 2d. \\
\end{longtable}"""
    manuscript, problems = _read(tmp_path, inside, head)
    assert [problem.code for problem in problems] == ["S011"]  # the picture is not there
    assert manuscript.deck == "A history"
    assert [one.text for one in manuscript.body.iter("strong")] == ["Paddle"]
    assert ["".join(one.itertext()) for one in manuscript.body.iter("tr")] == ["PlaceToll", "Quay2d."]
    assert [row.text for row in manuscript.ledger if "further pages" in row.fate] == ["Place & Toll \\\\"]


@pytest.mark.parametrize(
    ("said", "labels"),
    [
        (r"\def\labelenumi{(\alph{enumi})}", ["(a)", "(b)"]),
        (r"\def\labelenumi{\arabic{enumi}.}\setcounter{enumi}{22}", ["23.", "24."]),
        (r"\setcounter{enumi}{4}", ["5.", "6."]),
        (r"\renewcommand{\labelenumi}{\S\,\Roman{enumi}}", ["§ I", "§ II"]),
    ],
)
def test_a_definition_in_a_list_numbers_its_items(tmp_path: Path, said: str, labels: list[str]) -> None:
    inside = f"\\begin{{enumerate}}\n{said}\n\\item one\n\\item two\n\\end{{enumerate}}"
    manuscript, problems = _read(tmp_path, inside)
    assert problems == ()
    shown = [
        one.get("data-marker") or "".join(one.itertext()).rpartition(" ")[0]
        for one in manuscript.body.iter("li")
    ]
    assert [" ".join(one.split()) for one in shown] == labels


def test_a_picture_that_is_lost_is_told(tmp_path: Path) -> None:
    _, problems = _read(tmp_path, r"\begin{overpic}\strangebox[3]{\includegraphics{weir.png}}\end{overpic}")
    assert ("S044", True) in [(one.code, "weir.png" in one.message) for one in problems]


@pytest.mark.parametrize(
    ("option", "labels"),
    [
        (r"[label=(\roman*)]", ["(i)", "(ii)"]),
        (r"[label=\textbf{\Alph*}.]", ["A.", "B."]),
        (r"[start=4, label={[\arabic*]}]", ["[4]", "[5]"]),
        ("[(a)]", ["(a)", "(b)"]),
        ("[Step 1:]", ["Step 1:", "Step 2:"]),
        ("[start=7]", ["7.", "8."]),
        ("[noitemsep]", [None, None]),
    ],
)
def test_an_option_numbers_a_list(tmp_path: Path, option: str, labels: list[str | None]) -> None:
    """Of `enumitem` and of `enumerate`."""
    inside = f"\\begin{{enumerate}}{option}\n\\item one\n\\item two\n\\end{{enumerate}}"
    manuscript, problems = _read(tmp_path, inside)
    assert problems == ()
    assert [one.get("data-marker") for one in manuscript.body.iter("li")] == labels


def test_lists_within_lists_have_letters(tmp_path: Path) -> None:
    """So LaTeX prints them; a label of one's own behind them stays, and a list goes on where one resumes."""
    inner = r"\begin{enumerate}\item a \item b\end{enumerate}"
    more = r"\begin{enumerate}[resume]\item four\end{enumerate}"
    inside = (
        rf"\begin{{enumerate}}\item one {inner} \item[Other] two \item three\end{{enumerate}} Words. {more}"
    )
    manuscript, problems = _read(tmp_path, inside)
    assert problems == ()
    shown = [one.get("data-marker") for one in manuscript.body.iter("li")]
    assert shown == [None, "(a)", "(b)", "Other", None, "3."]


def test_what_is_behind_the_appendix_has_letters(tmp_path: Path) -> None:
    """Its headings, and what refers to them; what `iffalse` keeps out has its row."""
    inside = r"\section{Oil} See~\ref{app}. \appendix \section{Rope}\label{app} {\sc Small} words. "
    inside += r"\iffalse No. \fi"
    manuscript, problems = _read(tmp_path, inside)
    assert problems == ()
    assert ["".join(one.itertext()) for one in manuscript.body.iter("h2")] == ["1 Oil", "A Rope"]
    assert [one.text for one in manuscript.body.iter("a")] == ["A"]
    assert [one.text for one in manuscript.body.iter("span")] == ["Small"]
    assert "No." in " ".join(row.text for row in manuscript.ledger)


def test_works_show_the_labels_by_which_they_are_cited(tmp_path: Path) -> None:
    works = r"\begin{thebibliography}{9}\bibitem[Moss87]{moss} Moss, Oil.\end{thebibliography}"
    manuscript, problems = _read(tmp_path, rf"See \cite{{moss}}.\par {works}")
    assert problems == ()
    assert "".join(manuscript.body.itertext()).count("[Moss87]") == 2


def test_boxes_have_their_titles_and_spaced_letters_stay(tmp_path: Path) -> None:
    box = "\\begin{tcolorbox}[colback=white, title={Of \\emph{salt}}]\nIn cups.\n\\end{tcolorbox}"
    verse = "\\begin{verse}Salt,\\\\ salt.\\end{verse}"
    manuscript, problems = _read(tmp_path, f"{box}\n\nIt was \\so{{very}} \\textls[50]{{flat}}.\n\n{verse}")
    assert problems == ()
    assert _texts(manuscript)[:3] == ["Of salt", "In cups.", "It was very flat."]
    assert [one.get("class") for one in manuscript.body.iter("blockquote")] == [None, "verse"]
    assert [one.text for one in manuscript.body.iter("span")] == ["very", "flat"]


def test_references_show_names_and_figures_beside_an_appendix(tmp_path: Path) -> None:
    figure = "\\begin{figure}x\\caption{The weir}\\label{f}\\end{figure}"
    appendix = "\\appendix\\section{Of salt}\\label{a}"
    text = f"{figure}\nSee \\ref{{f}}, \\ref{{a}} and \\nameref{{a}}.\n{appendix}"
    manuscript, _ = _read(tmp_path, text)
    assert "See 1, A and Of salt." in _texts(manuscript)


def test_notes_on_authors_are_called_behind_the_title(tmp_path: Path) -> None:
    head = "\\title{Salt\\thanks{Read.}}\\author{Ann Moss\\thanks{Fen.} \\and Will Reed\\thanks{None.}}"
    text = f"\\documentclass{{article}}{head}\\begin{{document}}\\maketitle\n{PROSE}\n\\end{{document}}\n"
    (tmp_path / "a.tex").write_text(text, encoding="utf-8")
    manuscript, report = read_file(tmp_path / "a.tex")
    assert report.problems == ()
    assert manuscript is not None and manuscript.called_title is not None
    assert manuscript.byline == "Ann Moss, Will Reed"
    notes = {note.label: "".join(note.body.itertext()) for note in manuscript.notes}
    assert [notes[one.get("note", "")] for one in manuscript.called_title.iter("call")] == [
        "Read.",
        "Fen.",
        "None.",
    ]


def test_quotations_of_csquotes_keep_their_words_and_what_they_cite(tmp_path: Path) -> None:
    """In the sentence and apart, in another language, with a work or a name behind them."""
    manuscript, problems = _read(
        tmp_path,
        "\\begin{displayquote}[{\\cite[12]{holm1819}}]Oak for the keel.\\end{displayquote}\n\n"
        "\\blockcquote[7]{holm1819}{Pine for the rest.} \\blockquote[Anne Moss]{Tar.}\n\n"
        "He said \\textcquote[5]{holm1819}{short words}, \\foreignquote{french}{bon}, and "
        "\\parencites[see][3]{moss1887}{quill1901} too.\n",
    )
    assert {one.code for one in problems} == {"S044"}
    assert _texts(manuscript) == [
        "Oak for the keel. [holm1819, 12]",
        "Pine for the rest. [holm1819, 7]",
        "Tar. (Anne Moss)",
        "He said “short words” [holm1819, 5], “bon”, and [see moss1887, 3]; [quill1901] too.",
    ]
    assert [block.tag for block in manuscript.body] == ["p", *["blockquote"] * 3, "p"]


def test_a_poem_is_verse_whatever_else_is_set_in(tmp_path: Path) -> None:
    """Its title stands over it; an environment of the author's that quotes is counted for no poem."""
    poem = "\\begin{verse}\n\\poemtitle{The Keel}\nDown she goes,\\\\!\nand up\\\\\nagain.\n\\end{verse}"
    head = "article}\\newenvironment{letter}{\\begin{quote}}{\\end{quote}"
    manuscript, _ = _read(tmp_path, f"\\begin{{letter}}Come.\\end{{letter}}\n\n{poem}\n", head)
    assert [block.get("class") for block in manuscript.body.iter("blockquote")] == [None, "verse"]
    assert _texts(manuscript) == ["Come.", "The Keel", "Down she goes,", "and up\nagain."]


def test_where_an_author_is_is_no_part_of_the_name(tmp_path: Path) -> None:
    (tmp_path / "a.tex").write_text(
        "\\documentclass{article}\\title{The Keel}\\author{Ellen Moss\\\\Fen College \\and William Holm}"
        "\\begin{document}\\maketitle She was sound, and nobody doubted it.\\end{document}",
        encoding="utf-8",
    )
    manuscript, report = read_file(tmp_path / "a.tex")
    assert manuscript is not None and report.problems == ()
    assert manuscript.byline == "Ellen Moss, William Holm"
    assert "Fen College" in " ".join(row.text for row in manuscript.ledger if row.role == "boilerplate")
