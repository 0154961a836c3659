"""What composing asks of WeasyPrint beyond its public interface, and whether the release at hand has it.

Composed lines, level pages and our own tags rest on functions that no documentation of WeasyPrint promises.
Each of them is named here with its parameters, and so are the releases with which the program's tests pass.
Where release or parameters differ, nothing is tried: sections are set by the public interface alone
(`plain_way.py`), and the build says so (E020).
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.metadata import version
from typing import Any, Final

#: The releases with which every test of the program passes.
TESTED: Final = ("70.0",)

#: For each module, what is called, inherited from or replaced, with the names of its parameters in their
#: order; None where it is a value.
SYMBOLS: Final[dict[str, dict[str, str | None]]] = {
    "weasyprint": {
        "DEFAULT_OPTIONS": None,
        "HTML.render": "font_config counter_style color_profiles options",
    },
    "weasyprint.css": {
        "AnonymousStyle": "parent_style",
        "ComputedStyle": (
            "parent_style cascaded pseudo_type root_style base_url font_config initial_page_sizes"
        ),
        "StyleFor.get_computed_styles": "",
        "StyleFor.set_computed_styles": "element parent root pseudo_type base_url target_collector",
    },
    "weasyprint.css.counters": {
        "CounterStyle": None,
    },
    "weasyprint.css.properties": {
        "Dimension": "value unit",
    },
    "weasyprint.document": {
        "Document": "pages metadata url_fetcher font_config color_profiles output_intent",
        "Document._build_layout_context": "html font_config counter_style color_profiles options",
        "Document.write_pdf": "target zoom finisher options",
        "Page": "page_box",
    },
    "weasyprint.draw.text": {
        "draw_first_line": "stream textbox text_overflow block_ellipsis matrix",
    },
    "weasyprint.formatting_structure.boxes": {
        "Box.border_box_y": "",
        "Box.border_height": "",
        "Box.content_box_x": "",
        "Box.content_box_y": "",
        "Box.copy": "",
        "Box.descendants": "placeholders",
        "Box.is_absolutely_positioned": "",
        "Box.is_floated": "",
        "Box.is_in_normal_flow": "",
        "Box.margin_height": "",
        "Box.margin_width": "",
        "Box.translate": "dx dy ignore_floats",
        "ParentBox.copy_with_children": "new_children",
        "ParentBox.remove_decoration": "start end",
        "TextBox.copy_with_text": "text",
        "BlockBox": "element_tag style element children",
        "BlockLevelBox": "element_tag style element",
        "BlockReplacedBox": "element_tag style element replacement",
        "FootnoteAreaBox": "page style",
        "InlineBox.anonymous_from": "parent args kwargs",
        "InlineReplacedBox": "element_tag style element replacement",
        "LineBox": "element_tag style element children",
        "MarginBox": "at_keyword style",
        "PageBox": "page_type style",
        "ReplacedBox": "element_tag style element replacement",
        "TableBox": "element_tag style element children",
        "TableCellBox": "args kwargs",
        "TableRowBox": "element_tag style element children",
    },
    "weasyprint.formatting_structure.build": {
        "build_formatting_structure": (
            "element_tree style_for get_image_from_uri base_url target_collector counter_style footnotes"
        ),
        "create_anonymous_boxes": "box",
    },
    "weasyprint.html": {
        "get_html_metadata": "html",
    },
    "weasyprint.layout": {
        "LayoutContext": "style_for get_image_from_uri font_config counter_style target_collector",
        "layout_document": "html root_box context max_loops",
        "make_all_pages": "context root_box html pages",
        "make_margin_boxes": "context page state",
    },
    "weasyprint.layout.absolute": {
        "AbsolutePlaceholder": "box",
    },
    "weasyprint.layout.block": {
        "_linebox_layout": (
            "context box index child new_children page_is_empty absolute_boxes fixed_boxes adjoining_margins "
            "bottom_space position_y skip_stack first_letter_style first_line_style draw_bottom_decoration "
            "max_lines"
        ),
        "block_container_layout": (
            "context box bottom_space skip_stack page_is_empty absolute_boxes fixed_boxes adjoining_margins "
            "first_letter_style first_line_style discard max_lines"
        ),
        "block_level_width": "box containing_block with_min_max",
        "iter_line_boxes": (
            "context box position_y bottom_space skip_stack containing_block absolute_boxes "
            "fixed_boxes first_letter_style first_line_style"
        ),
        "table_layout": (
            "context table bottom_space skip_stack containing_block page_is_empty absolute_boxes fixed_boxes"
        ),
    },
    "weasyprint.layout.inline": {
        "_adjust_line_height": "box",
        "count_expandable_spaces": "box",
        "get_next_linebox": (
            "context linebox position_y bottom_space skip_stack containing_block absolute_boxes "
            "fixed_boxes first_letter_style first_line_style"
        ),
        "justify_line": "context line extra_width",
        "line_box_verticality": "box",
        "split_inline_box": (
            "context box position_x max_x bottom_space skip_stack containing_block absolute_boxes "
            "fixed_boxes line_placeholders waiting_floats line_children first_letter_style "
            "first_line_style"
        ),
        "split_text_box": "context box available_width skip is_line_start",
        "strut": "style",
    },
    "weasyprint.layout.page": {
        "PageType": "side blank name index groups",
        "page_width": "box context containing_block_width",
        "remake_page": "index context root_box html",
        "set_page_type_computed_styles": "page_type html style_for",
    },
    "weasyprint.layout.percent": {
        "percentage": "value computed refer_to",
        "resolve_percentages": "box containing_block",
    },
    "weasyprint.layout.preferred": {
        "split_first_line": ("text style context max_width justification_spacing is_line_start minimum"),
        "table_and_columns_preferred_widths": "context box outer",
    },
    "weasyprint.layout.replaced": {
        "inline_replaced_box_layout": "box containing_block",
    },
    "weasyprint.pdf": {
        "add_tags": "pdf document pdf_version page_streams",
    },
    "weasyprint.pdf.metadata": {
        "DocumentMetadata": (
            "title authors description keywords generator created modified attachments lang custom "
            "xmp_metadata"
        ),
    },
    "weasyprint.pdf.stream": {
        "Stream.add_font": "pango_font",
        "Stream.set_font_size": "font size",
    },
    "weasyprint.text.ffi": {
        "ffi": None,
        "ffi.new": "cdecl init",
        "harfbuzz": None,
    },
    "weasyprint.text.fonts": {
        "FontConfiguration": "",
        "font_features": (
            "font_kerning font_variant_ligatures font_variant_position font_variant_caps "
            "font_variant_numeric font_variant_alternates font_variant_east_asian "
            "font_feature_settings"
        ),
        "get_hb_object_data": "hb_object ot_color glyph",
        "get_pango_font_hb_face": "pango_font",
    },
    "weasyprint.text.line_break": {
        "can_break_text": "text lang",
        "Layout": "style justification_spacing max_width",
        "Layout.deactivate": "",
        "Layout.get_first_line": "",
        "Layout.set_text": "text justify",
        "create_layout": "text style context max_width justification_spacing",
        "get_log_attrs": "text lang",
        "line_size": "line style",
        "strut": "style",
    },
    "weasyprint.urls": {
        "URLFetcher.fetch": "url headers",
        "URLFetcherResponse": "url body headers status kwargs",
    },
}

#: For each class, or function that makes an object, the attributes of the object that are read or set.
ATTRIBUTES: Final = {
    "weasyprint:HTML": "base_url etree_element media_type url_fetcher wrapper_element",
    "weasyprint.css:AnonymousStyle": "copy font_config specified",
    "weasyprint.css:ComputedStyle": (
        "anonymous_style base_url cascaded copy font_config initial_page_sizes parent_style pseudo_type "
        "root_style specified"
    ),
    "weasyprint.document:Document": "font_config fonts metadata pages url_fetcher",
    "weasyprint.document:Page": "_page_box anchors height width",
    "weasyprint.formatting_structure.boxes:BlockBox": "children first_letter_style first_line_style",
    "weasyprint.formatting_structure.boxes:Box": (
        "element element_tag footnote height is_column is_leader is_outside_marker is_table_wrapper "
        "link_annotation margin_bottom margin_left margin_right margin_top note position_x position_y "
        "style width"
    ),
    "weasyprint.formatting_structure.boxes:ReplacedBox": "replacement",
    "weasyprint.layout.table:table_layout": "column_widths",
    "weasyprint.formatting_structure.boxes:TableRowGroupBox": "is_header",
    "weasyprint.formatting_structure.boxes:TextBox": "text",
    "weasyprint.images:RasterImage": "get_intrinsic_size height id image_data width",
    "weasyprint.images:SVGImage": "get_intrinsic_size",
    "weasyprint.layout:LayoutContext": (
        "broken_out_of_flow current_page_footnotes excluded_shapes font_config footnotes get_image_from_uri "
        "rendered_notes style_for tables target_collector"
    ),
    "weasyprint.layout:layout_document": "page_maker",
    "weasyprint.layout.absolute:AbsolutePlaceholder": "_box",
    "weasyprint.layout.inline:get_next_linebox": "baseline text_indent",
    "weasyprint.layout.inline:split_text_box": "baseline pango_layout",
    "weasyprint.pdf.fonts:Font": "hash missing to_unicode widths",
    "weasyprint.pdf.stream:Stream": "_fonts _tags set_text_matrix set_text_rise show_text stream",
    "weasyprint.urls:URLFetcherResponse": "path",
}


def release() -> str:
    """Return the release of WeasyPrint that is installed."""
    return version("weasyprint")


@cache
def misfit() -> str:
    """Return why sections cannot be composed with the release at hand; empty when they can.

    The answer is found once in a process.
    """
    if release() not in TESTED:
        return f"it is release {release()}, and composing was tested with {', '.join(TESTED)}"
    return next(_differences(), "")


def _differences() -> Iterator[str]:
    """Yield what is missing or has other parameters."""
    # Who asks first imports WeasyPrint, which has a faster way than its symbols.
    from florilegium.editions.pdf.weasyprint import engine  # noqa: F401

    yield from _of_symbols()
    for path, names in ATTRIBUTES.items():
        try:
            known = _mentioned(found(path))
        except (ImportError, AttributeError):
            yield f"it has no {path}"
            continue
        yield from (f"{path} knows no {name}" for name in names.split() if name not in known)


def _of_symbols() -> Iterator[str]:
    for module, names in SYMBOLS.items():
        for name, parameters in names.items():
            try:
                symbol = found(f"{module}:{name}")
                fits = parameters is None or parameters == parameters_of(symbol)
            except (ImportError, AttributeError, TypeError, ValueError):
                yield f"it has no {module}:{name}"
                continue
            if not fits:
                yield f"{module}:{name} takes other parameters"


def found(path: str) -> Any:
    """Return what stands at a path, a module or `module:name`, where the name may have parts.

    Raises:
        ImportError, AttributeError: there is none.
    """
    module, _, name = path.partition(":")
    symbol: Any = import_module(module)
    for part in name.split(".") if name else ():
        symbol = getattr(symbol, part)
    return symbol


def parameters_of(symbol: Any) -> str:
    """Return the names of a function's parameters in their order, without that of the object itself."""
    names = inspect.signature(symbol).parameters
    return " ".join(name for name in names if name not in {"self", "cls"})


def _mentioned(maker: Any) -> set[str]:
    """Return the names of the attributes that a class has or its functions name, or that a function names."""
    names: set[str] = set()
    waiting = [value for one in getattr(maker, "__mro__", ()) for value in vars(one).values()]
    for one in getattr(maker, "__mro__", ()):
        names.update(vars(one))
    for value in (maker, *waiting):
        code = getattr(getattr(value, "__func__", value), "__code__", None)
        names.update(code.co_names if code else ())
    return names
