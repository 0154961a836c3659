"""The letter that goes with a copy, as a file that any mail program opens (RFC 5322), not yet sent."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any, Final

from florilegium.problems import EditionError
from florilegium.system.files import FileRefusedError, read
from florilegium.system.values import dataclass

#: Where a project keeps its own letter, and where ours stands.
OWN_LETTER: Final = "letters/copy.txt"
_OURS: Final = Path(__file__).parents[2] / "templates" / "copy-letter.txt"

_LARGEST: Final = 1_000_000
_SUBJECT: Final = "Subject:"


@dataclass(frozen=True)
class Sender:
    """Who writes, with an address or none, and at which moment: that of the book."""

    name: str
    address: str
    moment: datetime


class LetterTemplate:
    """A letter to be filled in: a line `Subject: …`, an empty one, and the text. Texts are plain."""

    def __init__(self, root: Path) -> None:
        """Read the project's letter, or ours where it has none.

        Raises:
            EditionError: it cannot be read, or is no template.
        """
        import jinja2
        from jinja2.sandbox import SandboxedEnvironment

        environment = SandboxedEnvironment(
            undefined=jinja2.StrictUndefined,
            autoescape=False,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        try:
            self._template = environment.from_string(_text(root))
        except (FileRefusedError, UnicodeDecodeError, jinja2.TemplateError) as error:
            raise EditionError(f"the letter “{OWN_LETTER}” cannot be used: {error}") from error

    def letter(self, sender: Sender, to: tuple[str, str], values: dict[str, Any]) -> bytes:
        """Return the letter to somebody, a name with an address or none.

        Raises:
            EditionError: the template asks for what is not known, or has no line `Subject:`.
        """
        import jinja2

        try:
            subject, _, text = self._template.render(**values).partition("\n")
        except jinja2.TemplateError as error:
            raise EditionError(f"the letter “{OWN_LETTER}” cannot be filled in: {error}") from error
        if not subject.startswith(_SUBJECT):
            raise EditionError(f"the letter “{OWN_LETTER}” begins with no line “{_SUBJECT} …”")
        message = EmailMessage(SMTP)
        message["Subject"] = " ".join(subject.removeprefix(_SUBJECT).split())
        if sender.address:
            message["From"] = Address(sender.name, addr_spec=sender.address)
        name, address = to
        if address:
            message["To"] = Address(name, addr_spec=address)
        message["Date"] = sender.moment
        message["X-Unsent"] = "1"
        message.set_content(text.lstrip("\n"))
        return message.as_bytes()


def _text(root: Path) -> str:
    try:
        return read(root, OWN_LETTER, _LARGEST).decode()
    except FileRefusedError as refused:
        if refused.reason != "missing":
            raise
    return _OURS.read_text(encoding="utf-8")
