"""What earlier builds have found out of each text, so that an article that has not changed is not read again.

One file for each text and each question. It holds what was asked, by hash, what the answer was, and which
files were looked at for it. One that is damaged, or of another version of anything, is as good as none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from florilegium.book.model import Text
from florilegium.circumstances import circumstances
from florilegium.files import hash_of, is_unchanged, note_all, replace_whole, witnessed
from florilegium.plain import from_plain, to_plain
from florilegium.problems import Place, Problem, Report
from florilegium.sources.manuscript import Manuscript, SourceRequest


def _asked(request: SourceRequest) -> tuple[Any, ...]:
    """What the answer depends on: not where in the manifest it is asked for."""
    nowhere = Place("")
    roles = tuple(replace(role, place=nowhere) for role in request.roles)
    return request.name, request.language, roles, request.corrections, request.authors


@dataclass(frozen=True)
class Memory:
    """A folder of answers. Without `keeps` it is read and nothing is put into it."""

    folder: Path
    keeps: bool = True
    circumstances: str = field(default_factory=circumstances)

    def read(self, request: SourceRequest, report: Report) -> Manuscript | None:
        """As `sources.read`. A source with errors, or which the manifest does not fit, is read each time."""
        from florilegium.sources.read import read

        question = hash_of(json.dumps(to_plain(_asked(request))).encode())
        name = f"{hash_of(request.name.encode())[:24]}.source.json"
        known = self._recall(name, question, request.root)
        if known is not None:
            try:
                return self._known_manuscript(known, report)
            except (ValueError, TypeError, KeyError):
                pass
        own = Report()
        with witnessed(request.root) as witness:
            manuscript = read(request, own)
        report.extend(own.problems)
        at_home = all(problem.place.file == request.name for problem in own.problems)
        if manuscript and at_home and witness.whole and not own.errors:
            answer = [to_plain(manuscript), to_plain(own.problems)]
            self._keep(name, question, witness.findings, answer)
        return manuscript

    def refine_text(self, text: Text) -> Text:
        """As `typography.refine_text`."""
        from florilegium.passes.typography import refine_text

        question = hash_of(json.dumps(to_plain(text)).encode())
        name = f"{hash_of(text.key.encode())[:24]}.refined.json"
        known = self._recall(name, question, self.folder)
        if known is not None:
            try:
                return from_plain(Text, known)
            except (ValueError, TypeError, KeyError):
                pass
        refined = refine_text(text)
        self._keep(name, question, {}, to_plain(refined))
        return refined

    def _known_manuscript(self, known: Any, report: Report) -> Manuscript:
        manuscript, problems = known
        found = from_plain(Manuscript, manuscript)
        report.extend(from_plain(tuple[Problem, ...], problems))
        return found

    def _recall(self, name: str, question: str, root: Path) -> Any:
        try:
            kept = json.loads((self.folder / name).read_bytes())
            asked, findings, answer = kept["asked"], kept["findings"], kept["answer"]
            if asked != f"{self.circumstances} {question}" or not is_unchanged(root, findings):
                return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        note_all(root, findings)
        return answer

    def _keep(self, name: str, question: str, findings: Mapping[str, str], answer: Any) -> None:
        """Keep an answer. A folder that cannot be written is no reason to stop."""
        if not self.keeps:
            return
        kept = {"asked": f"{self.circumstances} {question}", "findings": findings, "answer": answer}
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            data = json.dumps(kept, ensure_ascii=False).encode()
            replace_whole(self.folder / name, data, flushed=False)
        except OSError:
            return
