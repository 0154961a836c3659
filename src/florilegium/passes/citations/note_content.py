"""What a note says: only where something stands, or more.

A note with only a source is a *citation*; one that says more is *substantive*, and only the names in such
notes are indexed (CMOS 14.37, 16.110). No library reads citations of every style, so this is a rule of
thumb, and its doubts fall on the side of "substantive": a name too many in the index is seen and mended,
one too few is not.

The rule. Set aside what a citation may hold in any number: addresses, what stands in italics, titles in
quotation marks. Cut the rest into sentences and clauses. The note is substantive when a clause

- has a finite verb or a pronoun (the lists below) among at least four words, half of them in lower case; or
- has six words or more in lower case that are no words of citations (*see*, *edited*, *accessed*); or
- says who someone is, *Moll, one of the knights*, or that someone says something, *so says Moll*; or
- is a name and nothing else, which tells of whom the text speaks; or
- is a quotation of more than twenty-five words: longer than a title.
"""

from __future__ import annotations

import re
from typing import Final

from lxml.etree import _Element as Element

from florilegium.book import runs


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Inline elements that hold titles, addresses and foreign words rather than what the note says.
_SET_ASIDE: Final = frozenset({"em", "i", "cite", "q", "code"})

#: Stand round what is in italics in a text that shows them; no letters of Unicode, so that no text has them.
ON: Final = "\ufdd0"
OFF: Final = "\ufdd1"
_ITALICS: Final = frozenset({"em", "i", "cite"})

#: Stands for what is set aside, so that the words round it stay apart.
TITLE: Final = "\N{WHITE SQUARE}"

ADDRESS = re.compile(r"(?:https?://|www\.|doi:\s?|10\.\d{4,}/)\S+", re.IGNORECASE)

QUOTED = re.compile(
    r"“[^“”]*”|\"[^\"]*\"|«[^«»]*»|„[^„“”]*[“”]|(?<!\w)[‘'](?:[^‘’']|[’']\w){0,400}[’'](?!\w)|‚[^‚‘]*‘"
)

CLAUSE_END = re.compile(r"(?<![A-Z])(?<!\b[Nn]o)(?<!\b[Pp]p)(?<!\b[Vv]ol)(?<!\b[Ee]d)[.!?;](?:\s+|$)|\n")

#: What a clause must have to look like a source.
_SOURCE = re.compile(rf"[{TITLE}\d]|\b(?:ibid|idem|ebd|op\. ?cit|loc\. ?cit)\b", re.IGNORECASE)

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")

#: Words that citations are made of, in all languages together.
_CITING: Final = _words(
    """
    a above abgerufen accessed accessible added al also am an and article at auch aus available below bei by
    cf chap chapter cit cited col communication de del der di die disponible dissertation e ed edited edition
    editor editors eds ein emphasis en et for forthcoming from hg hrsg ibid idem il im in infra interview
    interviews issue la last le les letter letters loc los manuscript mine my n no note notes number of on
    online op original originally own p page pages paper par paragraph pass passim personal pp press
    publication published quoted reprinted report retrieved s see sec section siehe sous speech supra t the to
    traduction trans transcript translated translation u und unpublished v version video vgl visited voir vol
    volume volumes von with y
    """
)

#: Finite verbs, pronouns and conjunctions that titles in lower case and citations rarely hold.
_TELLING: Final = _words(
    """
    am are is was were has have had does did will would can could may might must shall should be been
    argue argues argued believe believes believed claim claims claimed remain remains remained say says said
    show shows showed suggest suggests suggested think thinks thought write writes wrote
    he she it they we you this these those not never however although though because therefore thus but
    ist sind war waren wird wurde wurden hat hatte haben kann soll nicht aber weil obwohl er sie es wir ich
    est sont était étaient fut furent ont avait peut n’est pas il elle ils nous mais parce cependant
    es son era eran fue fueron ha han había puede pero porque aunque ella ellos
    è sono erano furono hanno aveva può ma perché benché egli essi non
    """
)


def is_substantive(body: Element) -> bool:
    """Return whether a note says more than where something stands."""
    for block in runs.leaves(body):
        said = _said(block)
        if any(_is_long(quotation) for quotation in QUOTED.findall(said)):
            return True
        bare = QUOTED.sub(TITLE, ADDRESS.sub(TITLE, said))
        if _is_name(bare) or any(is_prose(clause) for clause in CLAUSE_END.split(bare)):
            return True
    return False


def _said(block: Element) -> str:
    """Return the text of a block, with a mark for each run in italics."""
    pieces = []
    for run in runs.runs(block):
        within = run.owner.getparent() if run.tail else run.owner
        aside = False
        while within is not None and within is not block:
            aside = aside or within.tag in _SET_ASIDE
            within = within.getparent()
        pieces.append(f"{TITLE} " if aside else run.text)
    return "".join(pieces)


def with_italics(block: Element) -> str:
    """Return the text of a block, with marks round each run in italics."""
    return "".join(_marked(run) for run in runs.runs(block)).replace(f"{OFF}{ON}", "")


def _marked(run: runs.Run) -> str:
    within = run.owner.getparent() if run.tail else run.owner
    while within is not None:
        if within.tag in _ITALICS:
            return f"{ON}{run.text}{OFF}"
        within = within.getparent()
    return run.text


def _is_long(quotation: str) -> bool:
    return len(_WORD.findall(quotation)) > 25


def is_prose(clause: str) -> bool:
    """Return whether a clause says something, titles being set aside."""
    if _WHO.search(clause) or _REPORTED.search(clause):
        return True
    words = _WORD.findall(clause)
    lower = [word for word in words if word.islower()]
    if len(words) >= 4 and 2 * len(lower) >= len(words) and any(word in _TELLING for word in lower):
        return True
    return sum(word not in _CITING and len(word) > 2 for word in lower) >= 6


#: *Moll, one of the knights*, *Moll, a clerk*, *Moll, who fled*, *Moll, French secretary at Smyrna*.
_WHO = re.compile(
    r"[A-Z][^\W\d_]+, (?:one of (?:the|his|her)\b|(?:an?|then|formerly|afterwards) [a-z]{3,}|who\b|whose\b"
    r"|(?:[A-Z][^\W\d_]+ )?(?:secretary|consul|ambassador|captain|governor|physician|chaplain|bishop)"
    r" (?:at|of|in|to)\b)"
)
_REPORTED = re.compile(r"\b[Ss]o (?:says|said|writes|wrote|thinks|thought) [A-Z]")
_NAME = re.compile(r"(?:[A-Z][^\W\d_]+ )(?:(?:[A-Z]\.|[A-Z][^\W\d_]+|de|von|van|of) ){0,2}[A-Z][^\W\d_]+\.?")
#: Words that end the name of a source and no person's.
_SOURCES: Final = _words(
    """
    archive archives assembly bible chronicle collection collections congress debates edition gazette
    gazetteer herald history journal letters library magazine manuscript manuscripts memoirs ms mss museum
    office papers post proceedings record records register review society state statutes times transactions
    works
    """
)


def _is_name(note: str) -> bool:
    """Return whether a note is someone's name and nothing else: *Jonah Marlow.*"""
    named = note.strip()
    last = named.rstrip(".").rpartition(" ")[2].lower()
    return _NAME.fullmatch(named) is not None and last not in _SOURCES


#: A reference to another note, which cites nothing itself.
_OTHER_NOTE = re.compile(
    r"(?<!\w)(?:notes?|nn?\.?|fnn?\.?|footnotes?|Anm\.|Anmerkung(?:en)?|Fußnoten?|notas?)\s?\d+(?:\s?[-–]\s?\d+)?",
    re.IGNORECASE,
)


def sources_cited(block: Element) -> int:
    """Return how many sources a block cites: the clauses between semicolons that look like a source.

    A clause looks like one when it has a title (in italics or quotation marks), an address, a number or a
    word such as *ibid.*
    """
    bare = QUOTED.sub(TITLE, _OTHER_NOTE.sub("", ADDRESS.sub(TITLE, _said(block))))
    return sum(bool(_SOURCE.search(part)) for part in bare.split(";"))
