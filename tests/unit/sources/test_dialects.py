"""Markup of other dialects of Markdown: what is read, what has its row, what is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.problems import Problem
from florilegium.sources.manuscript import Manuscript
from making.snapshot import read_file
from making.word import PICTURE

PROSE = "The bank was raised in a wet summer, and fell in a dry one, as they had said."


def _read(folder: Path, text: str) -> tuple[Manuscript, tuple[Problem, ...]]:
    (folder / "a.md").write_text(f"{PROSE}\n\n{text}\n", encoding="utf-8")
    manuscript, report = read_file(folder / "a.md")
    assert manuscript is not None
    return manuscript, report.problems


@pytest.mark.parametrize(
    ("text", "shown", "row"),
    [
        ("See [[Deep Ditch|the *ditch*]] now.", "See the ditch now.", "Deep Ditch"),
        ("See the bank %%is it so?%% now.", "See the bank now.", "is it so?"),
        ("It stands here. ^old-bank", "It stands here.", "old-bank"),
        ("Write `[[Deep Ditch|so]]` here.", "Write [[Deep Ditch|so]] here.", ""),
    ],
)
def test_what_goes_has_a_row_of_its_own(tmp_path: Path, text: str, shown: str, row: str) -> None:
    manuscript, problems = _read(tmp_path, text)
    assert problems == ()
    assert " ".join(runs.text_of(list(runs.leaves(manuscript.body))[-1]).split()) == shown
    assert [entry.text for entry in manuscript.ledger if "dialect" in entry.fate] == ([row] if row else [])


def test_the_figure_of_hugo_is_a_picture(tmp_path: Path) -> None:
    code = '{{< figure src="bank.png" alt="A bank" caption="The bank, before" class="wide" >}}'
    manuscript, (problem,) = _read(tmp_path, code)
    assert problem.code == "S011"
    assert "bank.png" in problem.message
    assert "The bank, before" in "".join(manuscript.body.itertext())
    assert [entry.text for entry in manuscript.ledger if "dialect" in entry.fate] == ["class wide"]


@pytest.mark.parametrize("text", ["```{=latex}\n\\clearpage\n```", "Here `\\clearpage`{=latex} it ends."])
def test_raw_text_for_one_format_is_told(tmp_path: Path, text: str) -> None:
    """It stands as code, and the editor is told."""
    manuscript, (problem,) = _read(tmp_path, text)
    assert (problem.code, "raw text of pandoc" in problem.message) == ("S026", True)
    assert "clearpage" in "".join(manuscript.body.itertext())


@pytest.mark.parametrize(
    "text",
    [
        'The [ferry](https://example.org/f){target="_blank"\nrel="noopener nofollow"} ran.',
        'The [ferry]{.smallcaps data-was="hidden words"\nlang=de} ran.',
        '> The [ferry](https://example.org/f){target="_blank"\n> rel="noopener"} ran.',
    ],
)
def test_attributes_over_several_lines_are_markup(tmp_path: Path, text: str) -> None:
    """Pandoc breaks them as it breaks words; no letter of them is lost text."""
    manuscript, problems = _read(tmp_path, text)
    assert not problems
    assert "The ferry ran." in "".join(manuscript.body.itertext())


def test_the_alternative_text_of_a_picture_may_be_an_attribute(tmp_path: Path) -> None:
    """So pandoc writes a picture whose caption says something else."""
    manuscript, (problem,) = _read(tmp_path, '![](bank.png "A caption"){alt="A bank"\nwidth="640"}')
    assert problem.code == "S011"
    assert "A caption" in "".join(manuscript.body.itertext())


def test_tags_in_a_sentence_keep_their_attributes(tmp_path: Path) -> None:
    """A picture its file, a link its address, words their language, on one line or over two."""
    text = (
        'See <a href="https://example.org/f">there</a> the <span lang="de">Kai</span> and '
        '<img src="bank.png"\nalt="A bank"> it.'
    )
    manuscript, (problem,) = _read(tmp_path, text)
    assert (problem.code, "bank.png" in problem.message) == ("S011", True)
    assert [one.get("href") for one in manuscript.body.iter("a")] == ["https://example.org/f"]
    assert [one.get("lang") for one in manuscript.body.iter("span")] == ["de"]


def test_words_in_braces_are_words(tmp_path: Path) -> None:
    """What stands in braces over two lines without an attribute is the author's."""
    manuscript, problems = _read(tmp_path, "The ferry {so it\nis said} ran twice.")
    assert not problems
    assert "{so it is said}" in " ".join("".join(manuscript.body.itertext()).split())


def test_each_kind_of_markup_is_told_once_under_its_name(tmp_path: Path) -> None:
    text = (
        "{{< gist 1 >}}\n\n{{% note %}}Words.{{% /note %}}\n\n{% include a.html %}\n\nAnd {{ page.title }}."
    )
    manuscript, problems = _read(tmp_path, text)
    assert [problem.message.partition(" is ")[2] for problem in problems] == [
        "a shortcode of Hugo, which is not read",
        "a tag of Liquid, which is not read",
    ]
    assert "Words." in "".join(manuscript.body.itertext())


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("(a) bread\n(b) salt", ["(a)", "(b)"]),
        ("ii. bread\niii. salt", []),
        ("i) bread\n  and water\nii) salt", ["i)", "ii)"]),
        ("A.  bread\nB.  salt", ["A.", "B."]),
        ("A. Moss came.\nB. Fen did not.", []),
        ("a) bread\nc) salt", []),
        ("They were:\na) bread\nb) salt", []),
    ],
)
def test_lines_that_count_on_in_letters_are_a_list(tmp_path: Path, text: str, items: list[str]) -> None:
    manuscript, problems = _read(tmp_path, text)
    assert problems == ()
    assert [item.get("data-marker") for item in manuscript.body.iter("li")] == items


@pytest.mark.parametrize(
    "text",
    [
        "[One][1] word.\n\n[1]: https://example.org",
        "[1]: https://example.org\n\n[One][1] word.",
        "::: moss\nA word.\n:::",
        "A {--bad --}{++good++} word.{>>which?<<}",
        "{::comment}\nno word\n{:/comment}\n\nA word.",
    ],
)
def test_names_of_other_lines_and_marks_of_reviewers_are_accounted_for(tmp_path: Path, text: str) -> None:
    _, problems = _read(tmp_path, text)
    assert problems == ()


def test_a_division_in_one_with_as_many_colons_ends_first(tmp_path: Path) -> None:
    text = "::: {.epigraph}\nOne.\n\n::: {lang=fr}\nDeux.\n:::\n\nThree.\n:::\n\nFour."
    manuscript, problems = _read(tmp_path, text)
    assert problems == ()
    (quoted,) = manuscript.body.iter("blockquote")
    assert list(quoted.itertext()) == ["One.", "Deux.", "Three."]


def test_a_fence_without_an_end_stays_and_is_told(tmp_path: Path) -> None:
    manuscript, problems = _read(tmp_path, "::: {.epigraph}\n\nOne.")
    assert [problem.code for problem in problems] == ["S026"]
    assert "{.epigraph}" in "".join(manuscript.body.itertext())


@pytest.mark.parametrize(
    "code",
    [
        'print("{:>10} {:.2f}".format(a, b))',
        "a) one\nb) two",
        "one\n\na) one\nb) two",
        "{++more++} {--less--} {>>why<<}",
        "%% a section %%",
        "{% raw %}{{ page.title }}{% endraw %} {% include a.html %}",
        "::: {.epigraph}\n:::",
    ],
)
@pytest.mark.parametrize(
    ("before", "after"), [("```\n", "\n```"), ("> ~~~~\n> ", "\n> ~~~~"), ("- ```\n  ", "\n  ```")]
)
def test_what_stands_in_code_is_no_mark(tmp_path: Path, code: str, before: str, after: str) -> None:
    within = code.replace("\n", "\n" + before.rpartition("\n")[2])
    manuscript, problems = _read(tmp_path, f"{before}{within}{after}\n\nIt {{--was --}}is so.")
    assert problems == ()
    assert [one.text for one in manuscript.body.iter("pre")] == [f"{code}\n"]
    assert [entry.text for entry in manuscript.ledger if "dialect" in entry.fate] == ["was"]


def test_what_stands_in_code_in_a_line_is_no_mark(tmp_path: Path) -> None:
    manuscript, problems = _read(tmp_path, "Say `{:.2f}` or ``{: ` }``, {>>which?<<}not %%so%% `{++x++}`.")
    assert problems == ()
    assert [one.text for one in manuscript.body.iter("code")] == ["{:.2f}", "{: ` }", "{++x++}"]


@pytest.mark.parametrize(
    ("text", "stanzas"),
    [
        ("| O the road\n|   is long\n|\n| and the toll\n| is dear.", ["O the road", "and the toll"]),
        ("> | O the road\n> |   is long", ["O the road"]),
    ],
)
def test_a_block_of_lines_is_verse(tmp_path: Path, text: str, stanzas: list[str]) -> None:
    """Stanzas of two lines too, and in a quotation; no bar stays, and lines keep their indents."""
    manuscript, problems = _read(tmp_path, text)
    assert problems == ()
    verse = [one for one in manuscript.body.iter("blockquote") if one.get("class") == "verse"]
    assert len(verse) == len(stanzas)
    assert ["br" in {child.tag for child in one[0]} for one in verse] == [True] * len(stanzas)
    assert "|" not in "".join(manuscript.body.itertext())
    assert "\N{EM SPACE}is long" in "".join(verse[0].itertext()) or "\N{NO-BREAK SPACE}is" in "".join(
        verse[0].itertext()
    )


@pytest.mark.parametrize(
    ("text", "caption", "row"),
    [
        ("| A | B |\n|---|---|\n| 1 | 2 |\n\n: Weights of *salt*", "Weights of salt", []),
        ("| A | B |\n|---|---|\n| 1 | 2 |\n\nTable: Weights", "Weights", ["Table"]),
        ("Table: Weights\n\n| A | B |\n|---|---|\n| 1 | 2 |", "Weights", ["Table"]),
    ],
)
def test_the_caption_of_a_table(tmp_path: Path, text: str, caption: str, row: list[str]) -> None:
    """It stands as a paragraph behind or before its table; the sign that begins it goes."""
    manuscript, problems = _read(tmp_path, text)
    assert problems == ()
    assert ["".join(one.itertext()) for one in manuscript.body.iter("figcaption")] == [caption]
    assert [entry.text for entry in manuscript.ledger if "dialect" in entry.fate] == row


@pytest.mark.parametrize("code", ['{{< ref "rest.md" >}}', '{{% relref "/posts/rest.md#end" %}}'])
def test_a_link_of_hugo_to_another_page_is_its_words(tmp_path: Path, code: str) -> None:
    manuscript, problems = _read(tmp_path, f"Read [the rest]({code}) of it.")
    assert problems == ()
    assert "Read the rest of it." in "".join(manuscript.body.itertext())
    assert [entry.text for entry in manuscript.ledger if "dialect" in entry.fate] == [code]


@pytest.mark.parametrize(
    ("text", "shown", "row"),
    [
        (
            '{{< quote author="Ellen Moss" source="The Weirs" link="u" >}}\nWater *waits*.\n{{< /quote >}}',
            "Water waits.\n— Ellen Moss, The Weirs",
            "quote author source link u quote",
        ),
        (
            '{{% notice warning "Mind" %}}\nIt is deep.\n{{% /notice %}}',
            "Mind\nIt is deep.",
            "notice warning notice",
        ),
        (
            '{{< callout type="tip" >}}Keep left.{{< /callout >}}',
            "Tip Keep left.",
            "callout type tip callout",
        ),
        ("{{< blockquote >}}\n\nOld water.\n\n{{< /blockquote >}}", "Old water.", "blockquote blockquote"),
    ],
)
def test_shortcodes_round_a_quotation_or_a_notice(tmp_path: Path, text: str, shown: str, row: str) -> None:
    """A quotation of Hugo's has its source below it, a notice its title above it."""
    manuscript, problems = _read(tmp_path, text)
    assert problems == ()
    (quotation,) = manuscript.body.iter("blockquote")
    assert "".join(quotation.itertext()) == shown
    assert [entry.text for entry in manuscript.ledger if "dialect" in entry.fate] == [row]


def test_examples_count_through_the_text(tmp_path: Path) -> None:
    """What names an example shows its number; in code it does not."""
    text = "(@) One.\n(@mill) Two.\n\nAs (@mill) and `@mill` show.\n\n@. Three, by @moss."
    manuscript, problems = _read(tmp_path, text)
    assert problems == ()
    assert [item.get("data-marker") for item in manuscript.body.iter("li")] == ["(1)", "(2)", "3."]
    assert [one.get("start") for one in manuscript.body.iter("ol")] == [None, "3"]
    said = ["".join(one.itertext()) for one in manuscript.body]
    assert said[2:] == ["As (2) and @mill show.", "Three, by @moss."]


@pytest.mark.parametrize(
    "text",
    [
        "Over the edge\n----   -----\nof them all",
        "+-----+\n| one |\n",
        "+----+----+\n| a  | b  |\n| long+----+\n|    | c  |\n+----+----+",
        "---- ----\nno end",
        "---- ----\n\n---- ----\nno rows",
    ],
)
def test_what_does_not_keep_to_its_columns_is_no_table(tmp_path: Path, text: str) -> None:
    manuscript, problems = _read(tmp_path, text)
    assert [problem.code for problem in problems] == ["S026"]
    assert "drawn for a table" in problems[0].message
    assert next(manuscript.body.iter("table"), None) is None


def test_rows_of_dashes_between_sections_are_no_table(tmp_path: Path) -> None:
    manuscript, problems = _read(tmp_path, f"---- ----\n\n{PROSE}\n\n---- ----\n\n{PROSE}")
    assert problems == ()
    assert [one.tag for one in manuscript.body] == ["p", "hr", "p", "hr", "p"]


def test_a_table_in_tables_is_bounded(tmp_path: Path) -> None:
    """However deep tables are drawn in one another, reading them ends; what is too deep stays text."""
    table = ["word"]
    for _ in range(12):
        edge = "+" + "-" * (len(table[0]) + 2) + "+"
        table = [edge, *(f"| {line} |" for line in table), edge]
    manuscript, _ = _read(tmp_path, "\n".join(table))
    assert "word" in "".join(manuscript.body.itertext())
    assert 1 <= len(list(manuscript.body.iter("table"))) <= 4


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("(a) one\n(b) two\n\n    i. in\n    ii. deep\n\n(c) three", ["(a)", "(b)", "i.", "ii.", "(c)"]),
        ("(a) one\n    i. in\n    ii. deep\n(b) two", ["(a)", "i.", "ii.", "(b)"]),
        ("a) one\nb) two\n\ni) in\nii) deep\n\n1) three\n2) four", ["a)", "b)", "i)", "ii)", "1)", "2)"]),
    ],
)
def test_lettered_lists_in_and_behind_one_another(tmp_path: Path, text: str, shown: list[str]) -> None:
    manuscript, problems = _read(tmp_path, text)
    assert problems == ()
    assert [item.get("data-marker") for item in manuscript.body.iter("li")] == shown


def test_a_picture_whose_words_call_a_note_has_them_for_its_caption(tmp_path: Path) -> None:
    text = "![The *bank*[^1]](bank.png){width=50%}\n\nIt is ![a bank[^1]](bank.png) here.\n\n[^1]: Of clay."
    (tmp_path / "bank.png").write_bytes(PICTURE)
    manuscript, problems = _read(tmp_path, text)
    assert problems == ()
    (caption,) = manuscript.body.iter("figcaption")
    assert "".join(caption.itertext()) == "The bank"
    assert len(list(manuscript.body.iter("call"))) == 2


def test_notes_that_are_typed_are_notes(tmp_path: Path) -> None:
    """As in plain text, where the file has none of Markdown's own."""
    text = f"The bank fell.[1] {PROSE}\n\nIt was raised.[2]\n\n[1] On a Sunday.\n\n[2] *Ibid.*"
    manuscript, problems = _read(tmp_path, text)
    assert problems == ()
    assert ["".join(note.body.itertext()) for note in manuscript.notes] == ["On a Sunday.", "Ibid."]
    assert [call.get("note") for call in manuscript.body.iter("call")] == ["1", "2"]


@pytest.mark.parametrize("text", ["It is $`a^2+b^2`$ wide.", "It is $a^2+b^2$ wide."])
def test_a_formula_as_github_has_it(tmp_path: Path, text: str) -> None:
    manuscript, problems = _read(tmp_path, text)
    assert problems == ()
    assert [one.get("tex") for one in manuscript.body.iter("math")] == ["a^2+b^2"]


def test_a_block_of_lines_may_be_set_in_by_spaces_that_stay(tmp_path: Path) -> None:
    """So pandoc writes it."""
    manuscript, problems = _read(tmp_path, "| O the road\n| \N{NO-BREAK SPACE} is long")
    assert problems == ()
    assert [one.get("class") for one in manuscript.body.iter("blockquote")] == ["verse"]


def test_a_division_shows_its_title(tmp_path: Path) -> None:
    """Quarto has it in an attribute."""
    manuscript, problems = _read(tmp_path, '::: {.callout-note title="Mind *this*"}\nThe gap.\n:::')
    assert problems == ()
    assert [runs.text_of(one) for one in runs.leaves(manuscript.body)][1:] == ["Mind this", "The gap."]
    assert manuscript.body.find(".//strong/em") is not None


def test_a_list_may_be_numbered_in_brackets(tmp_path: Path) -> None:
    """CommonMark runs its lines together."""
    manuscript, _ = _read(tmp_path, "(4) The bank\n(5) The mill")
    assert [one.get("data-marker") for one in manuscript.body.iter("li")] == ["(4)", "(5)"]


def test_a_caption_ends_before_its_attributes(tmp_path: Path) -> None:
    """They have a row."""
    manuscript, _ = _read(tmp_path, "| a | b |\n|---|---|\n| 1 | 2 |\n\n: The *bank* {#tbl-bank}")
    assert ["".join(one.itertext()) for one in manuscript.body.iter("figcaption")] == ["The bank"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("```{glossary}\nbank\n  It is raised.\n```", "a directive of MyST"),
        ('```{note} The "old" bank\nMind it.\n```', "a directive of MyST"),
        ("See {ref}`bank` now.", "a role of MyST"),
        ("See @fig-bank now.", "a reference of Quarto"),
    ],
)
def test_markup_of_myst_and_quarto_is_told(tmp_path: Path, text: str, kind: str) -> None:
    _, problems = _read(tmp_path, text)
    assert [one.code for one in problems] == ["S026"]
    assert kind in problems[0].message


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("```{note}\nMind *it*.\n```", "<p><strong>Note</strong></p><p>Mind <em>it</em>.</p>"),
        (":::{tip} Look\n:class: x\n\nUp.\n:::", "<p><strong>Look</strong></p><p>Up.</p>"),
        ("~~~{seealso} The mill.\n~~~", "<p><strong>See also</strong> The mill.</p>"),
        ("```{epigraph}\nDig.\n\n-- Ann\n```", "<p>Dig.</p><p>— Ann</p>"),
        (
            "````{topic} One\nOuter.\n\n```{hint}\nInner.\n```\n````",
            "<p><strong>One</strong></p><p>Outer.</p>"
            "<blockquote><p><strong>Hint</strong></p><p>Inner.</p></blockquote>",
        ),
        (
            "> [!info] One\n> Outer.\n> > [!tip] Two\n> > Inner.",
            "<p><strong>One</strong><br/> Outer.</p>"
            "<blockquote><p><strong>Two</strong><br/> Inner.</p></blockquote>",
        ),
    ],
)
def test_boxes_and_quotations_of_myst_and_obsidian(tmp_path: Path, text: str, shown: str) -> None:
    """Each stands apart with its title, one in another too."""
    manuscript, problems = _read(tmp_path, text)
    assert problems == ()
    assert _plain(manuscript.body[1]) == f"<blockquote>{shown}</blockquote>"


def _plain(block: Element) -> str:
    """Return a block without its attributes, on one line."""
    for element in block.iter():
        element.attrib.clear()
    return " ".join(etree.tostring(block, encoding="unicode", with_tail=False).split())


def test_figures_code_and_formulas_of_myst(tmp_path: Path) -> None:
    """What a directive says beside its words has rows, and so have remarks and names of places."""
    (tmp_path / "ford.png").write_bytes(PICTURE)
    text = """```{figure} ford.png
---
alt: A ford
---
The *ford*, by day.
```

% Is it so?
(here)=
## Below the ford

```{code-block} python
:linenos:
% no remark
```

```{math}
:label: one
a^2
```

```{image} ford.png
:alt: Again
```

It holds H{sub}`2`O."""
    manuscript, problems = _read(tmp_path, text)
    assert problems == ()
    body = manuscript.body
    assert [one.get("alt") for one in body.iter("img")] == ["A ford", "Again"]
    assert [_plain(one) for one in body.iter("figcaption")] == [
        "<figcaption>The <em>ford</em>, by day.</figcaption>"
    ]
    assert [runs.text_of(one).strip() for one in body.iter("pre")] == ["% no remark"]
    assert [one.get("tex") for one in body.iter("math")] == ["a^2"]
    assert [one.text for one in body.iter("sub")] == ["2"]
    gone = {entry.text for entry in manuscript.ledger if "dialect" in entry.fate}
    assert {"alt: A ford", "Is it so?", "here", ":linenos:", ":label: one", ":alt: Again"} <= gone


@pytest.mark.parametrize("head", ["title: The *Bank* and H~2~O", 'title: "The *Bank* and H~2~O"'])
def test_front_matter_has_markup_in_its_title(tmp_path: Path, head: str) -> None:
    """A heading that says the same is it."""
    (tmp_path / "a.md").write_text(
        f"---\n{head}\n---\n\n# The *Bank* and H~2~O\n\n{PROSE}\n", encoding="utf-8"
    )
    manuscript, _ = read_file(tmp_path / "a.md")
    assert manuscript is not None
    assert manuscript.title == "The Bank and H2O"
    assert manuscript.marked_title is not None
    assert [one.tag for one in manuscript.marked_title[0]] == ["em", "sub"]
    assert len(list(runs.leaves(manuscript.body))) == 1


@pytest.mark.parametrize(
    ("text", "shown", "row"),
    [
        ("\\newpage", PROSE, "newpage"),
        ("[TOC]", PROSE, "TOC"),
        ("[[_TOC_]]", PROSE, "TOC"),
        ("\\noindent It stands.", "It stands.", "noindent"),
        (
            "See [the fen]({{ site.url }}{% link fen.md %}).",
            "See the fen.",
            "{{ site.url }}{% link fen.md %}",
        ),
        ("See [the fen]({% post_url fen %}).", "See the fen.", "{% post_url fen %}"),
        ("```{r setup, include=FALSE}\nlibrary(x)\n```", PROSE, "{r setup, include=FALSE} library(x)"),
        ("```{python}\n#| echo: false\nrun(x)\n```", PROSE, "{python} #| echo: false run(x)"),
    ],
)
def test_what_shows_nothing_goes(tmp_path: Path, text: str, shown: str, row: str) -> None:
    manuscript, problems = _read(tmp_path, text)
    assert problems == ()
    assert " ".join(runs.text_of(list(runs.leaves(manuscript.body))[-1]).split()) == shown
    assert [entry.text for entry in manuscript.ledger if "dialect" in entry.fate] == ([row] if row else [])


def test_code_that_is_shown_stays_and_what_is_run_is_told(tmp_path: Path) -> None:
    manuscript, (problem,) = _read(tmp_path, "```{r}\nplot(x)\n```\n\nOf `r nrow(x)` men, `r is a letter`.")
    assert "plot(x)" in "".join(manuscript.body.itertext())
    assert (problem.code, "“`r nrow(x)`”" in problem.message) == ("S026", True)


def test_boxes_of_quarto_are_set_apart(tmp_path: Path) -> None:
    box = '::: {.callout-note title="A *box*"}\nNobody counted.\n:::'
    body = _read(tmp_path, box)[0].body
    assert [runs.text_of(one) for one in body.iterfind("blockquote/p")] == ["A box", "Nobody counted."]


def test_a_picture_of_multimarkdown_has_a_size(tmp_path: Path) -> None:
    _, (problem,) = _read(tmp_path, '![A bank][bank]\n\n[bank]: bank.png "The bank" width=200px height=1')
    assert (problem.code, "bank.png" in problem.message) == ("S011", True)
