"""What earlier builds have made of each text and picture, so that what has not changed is not done again.

One file for each text and each question. It holds what was asked, by hash, what the answer was, and which
files were looked at for it. One that is damaged, or of another version of anything, is as good as none.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from florilegium.problems import Place, Problem, Report, Severity
from florilegium.sources.manuscript import Manuscript, SourceRequest
from florilegium.system.files import Witness, hash_of, is_unchanged, replace_whole, witnessed
from florilegium.tasks.codec import decode, digest, encode
from florilegium.tasks.fingerprint import circumstances

if TYPE_CHECKING:
    from florilegium.editions.epub.media.cover_drawing import Commission, Drawn
    from florilegium.editions.epub.media.images import Picture
    from florilegium.editions.epub.pages.page import Page, Task
    from florilegium.passes.pipeline import Edited, Typescript

Answer = TypeVar("Answer")

_COVER: Final = "cover.json"


@dataclass(frozen=True)
class Reading:
    """What came of a request: a manuscript, if the source can be used; what was told; what was looked at."""

    manuscript: Manuscript | None
    problems: tuple[Problem, ...]
    witness: Witness


def read_source(request: SourceRequest) -> Reading:
    """Read one source. Any process can."""
    from florilegium.sources.read import read

    report = Report()
    with witnessed(request.root) as witness:
        manuscript = read(request, report)
    return Reading(manuscript, report.problems, witness)


@dataclass(frozen=True)
class Memory:
    """A folder of answers."""

    folder: Path
    circumstances: str = field(default_factory=circumstances)

    def reading(self, request: SourceRequest) -> Reading | None:
        """What came of a request in an earlier build, or None when that is not known."""

        def told(answer: Any, findings: dict[str, str]) -> Reading:
            manuscript, problems = _from_words(tuple[Manuscript, tuple[Problem, ...]], answer)
            return Reading(manuscript, problems, Witness(request.root.resolve(), findings))

        return self._recall(_source(request.name), _asked(request), request.root, told)

    def read(self, request: SourceRequest) -> Reading:
        """As `read_source`, and kept, unless the source has errors or the manifest does not fit it."""
        reading = read_source(request)
        at_home = all(problem.place.file == request.name for problem in reading.problems)
        faulty = any(problem.severity is Severity.ERROR for problem in reading.problems)
        if reading.manuscript and at_home and reading.witness.whole and not faulty:
            answer = _as_words((reading.manuscript, reading.problems))
            self._keep(_source(request.name), _asked(request), reading.witness.findings, answer)
        return reading

    def edited(self, typescript: Typescript) -> Edited | None:
        """A text as an earlier build has edited it, or None when that is not known."""
        from florilegium.passes.pipeline import Edited

        return self._recall_plain(_edited(typescript.text.key), typescript, Edited)

    def edit(self, typescript: Typescript) -> Edited:
        """As `editing.edit`, and kept."""
        from florilegium.passes.pipeline import edit

        edited = edit(typescript)
        self._keep(_edited(typescript.text.key), typescript, {}, _as_words(edited))
        return edited

    def page(self, task: Task) -> Page | None:
        """The file of a document as an earlier build has made it, or None when that is not known."""
        from florilegium.editions.epub.pages.page import Page

        return self._recall_plain(_page(task.section.id), task, Page)

    def make_page(self, task: Task) -> Page:
        """As `epub.documents.make_page`, and kept."""
        from florilegium.editions.epub.pages.page import make_page

        page = make_page(task)
        self._keep(_page(task.section.id), task, {}, _as_words(page))
        return page

    def picture(self, picture: Picture) -> bytes | None:
        """A picture as an earlier build has fitted it for readers, or None when that is not known."""

        def told(answer: Any, _findings: dict[str, str]) -> bytes:
            return picture.data if answer is None else b64decode(answer, validate=True)

        return self._recall(f"{picture.key}.picture.json", hash_of(picture.data), self.folder, told)

    def fit(self, picture: Picture) -> bytes:
        """As `epub.images.fitted`, and kept; of one that stays as it is, only that it does."""
        from florilegium.editions.epub.media.images import fitted

        data = fitted(picture)
        answer = None if data == picture.data else b64encode(data).decode()
        self._keep(f"{picture.key}.picture.json", hash_of(picture.data), {}, answer)
        return data

    def cover(self, commission: Commission) -> Drawn | None:
        """A cover as an earlier build has drawn it, or None when that is not known."""
        from florilegium.editions.epub.media.cover_drawing import Drawn

        def told(answer: Any, _findings: dict[str, str]) -> Drawn:
            drawn: Drawn = _from_words(Drawn, answer)
            return drawn

        return self._recall(_COVER, commission, self.folder, told)

    def draw(self, commission: Commission) -> Drawn:
        """As `epub.cover_drawing.draw`, and kept."""
        from florilegium.editions.epub.media.cover_drawing import draw

        drawn = draw(commission)
        self._keep(_COVER, commission, {}, _as_words(drawn))
        return drawn

    def _recall_plain(self, name: str, asked: Any, kind: type[Answer]) -> Answer | None:
        """As `_recall`, of an answer that was kept as it is and for which no files were looked at."""
        return self._recall(name, asked, self.folder, lambda answer, _: _from_words(kind, answer))

    def _recall(
        self, name: str, asked: Any, root: Path, make: Callable[[Any, dict[str, str]], Answer]
    ) -> Answer | None:
        try:
            kept = json.loads((self.folder / name).read_bytes())
            answer, findings = kept["answer"], kept["findings"]
            if kept["asked"] != self._question(asked) or not is_unchanged(root, findings):
                return None
            return make(answer, findings)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def _keep(self, name: str, asked: Any, findings: Mapping[str, str], answer: Any) -> None:
        """Keep an answer. A folder that cannot be written is no reason to stop."""
        kept = {"asked": self._question(asked), "findings": findings, "answer": answer}
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            data = json.dumps(kept, ensure_ascii=False).encode()
            replace_whole(self.folder / name, data, flushed=False)
        except OSError:
            return

    def _question(self, asked: Any) -> str:
        return f"{self.circumstances} {digest(asked)}"


def _as_words(value: Any) -> str:
    """A value's coded form, as JSON can hold it."""
    return encode(value).decode("latin-1")


def _from_words(kind: Any, words: str) -> Any:
    return decode(kind, words.encode("latin-1"))


def _asked(request: SourceRequest) -> Any:
    """What the answer depends on: not where in the manifest it is asked for."""
    nowhere = Place("")
    roles = tuple(replace(role, place=nowhere) for role in request.roles)
    return request.name, request.language, roles, request.corrections, request.authors


def _source(name: str) -> str:
    return f"{hash_of(name.encode())[:24]}.source.json"


def _page(section: str) -> str:
    return f"{hash_of(section.encode())[:24]}.page.json"


def _edited(key: str) -> str:
    return f"{hash_of(key.encode())[:24]}.edited.json"
