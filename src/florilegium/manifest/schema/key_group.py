"""What every group of keys in the manifest has in common."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic.fields import FieldInfo


class KeyGroup(BaseModel):
    """A group of keys. Frozen; unknown keys are mistakes; a key with nothing after it counts as absent.

    `bare` names the key that a text alone stands for, if the group may be written so. Of each set of keys in
    `exactly_one` the editor writes one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    bare: ClassVar[str] = ""
    exactly_one: ClassVar[tuple[str, ...]] = ()

    @model_validator(mode="before")
    @classmethod
    def _unfold(cls, data: Any) -> Any:
        return cls.unfold(data)

    @classmethod
    def unfold(cls, data: Any) -> Any:
        """Return the group with its shorthand written out and its empty keys left away.

        An unknown key that is empty stays, to be reported: it may be half of a value that a comma has cut.
        """
        if cls.bare and isinstance(data, str):
            return {cls.bare: data}
        if isinstance(data, dict):
            known = cls.written()
            return {key: value for key, value in data.items() if value is not None or key not in known}
        return data

    @classmethod
    def written(cls) -> dict[str, FieldInfo]:
        """Return the fields by the keys that an editor writes: `for` is no name that a field can have."""
        return {field.alias or name: field for name, field in cls.model_fields.items()}
