"""Styles that are computed once for all elements that look alike.

WeasyPrint shares a computed style between elements that look alike, but not where they have ids, and every
paragraph of a book has one. Each of them computed some hundred values again, and so did the nameless boxes in
it. Here the elements that the same rules apply to have a model, from which they take what they are asked for.
The model itself is no element's, so what layout writes into one style reaches no other.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property
from typing import Any, Final

#: The attribute under which the styles of a document have their models.
_MODELS: Final = "florilegium_models"

#: What each element has for itself, among all that rules say of it.
_OWN: Final = frozenset({"anchor"})


def share_styles(original: Callable[..., None]) -> Callable[..., None]:
    """Replace `set_computed_styles`, which makes the style of an element or of one of its pseudo-elements."""

    def set_computed_styles(
        styles: Any,
        element: Any,
        parent: Any,
        root: Any = None,
        pseudo_type: str | None = None,
        *rest: Any,
        **named: Any,
    ) -> None:
        original(styles, element, parent, root, pseudo_type, *rest, **named)
        style = styles.get_computed_styles()[element, pseudo_type]
        if style.parent_style is not None:
            models = styles.__dict__.setdefault(_MODELS, {})
            _take_after(style, _model_of(style, models))

    return set_computed_styles


def _model_of(style: Any, models: dict[object, Any]) -> Any:
    """Return the model of a style, made by the first that is like it.

    A model holds its rules and its parent, so that no others take their identity.
    """
    from weasyprint.css import ComputedStyle

    parent = getattr(style.parent_style, "model", style.parent_style)
    rules = {name: rule for name, rule in style.cascaded.items() if name not in _OWN}
    told = (
        (name, id(value), rank, layer, *specificity)
        for name, (value, (rank, layer, specificity)) in rules.items()
    )
    key = (id(parent), style.pseudo_type, *told)
    if key not in models:
        models[key] = ComputedStyle(
            parent,
            rules,
            style.pseudo_type,
            style.root_style,
            style.base_url,
            style.font_config,
            style.initial_page_sizes,
        )
    return models[key]


def _take_after(style: Any, model: Any) -> None:
    """Let a style take its values from a model."""
    computed, nameless = _kinds()
    style.__class__ = nameless if isinstance(style, nameless.__base__) else computed
    style.model = model
    style.specified = model.specified


@cache
def _kinds() -> tuple[Any, Any]:
    """Return the kinds of style that have a model: those of elements, and those of nameless boxes."""
    from weasyprint.css import AnonymousStyle, ComputedStyle

    class AlikeStyle(ComputedStyle):  # type: ignore[misc]
        def __missing__(self, name: str) -> Any:
            value = self[name] = super().__missing__(name) if name in _OWN else self.model[name]
            return value

        def copy(self) -> Any:
            copy = super().copy()
            _take_after(copy, self.model)
            return copy

        @cached_property
        def anonymous_style(self) -> Any:
            nameless = AnonymousStyle(self)
            _take_after(nameless, self.model.anonymous_style)
            return nameless

    class AlikeNamelessStyle(AnonymousStyle):  # type: ignore[misc]
        def __missing__(self, name: str) -> Any:
            value = self[name] = self.model[name]
            return value

        def copy(self) -> Any:
            copy = super().copy()
            _take_after(copy, self.model)
            return copy

    return AlikeStyle, AlikeNamelessStyle
