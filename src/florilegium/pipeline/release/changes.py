"""What has changed since the last release, for those who have it: texts, notes, pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

CHANGES: Final = "CHANGES.md"


def changes(last: Mapping[str, Any] | None, new: Mapping[str, Any]) -> str:
    """Return the list of changes as Markdown. `last` and `new` are what `release.json` says."""
    title = new["book"]["title"]
    if last is None or not _is_record(last):
        return f"# Changes\n\nThis is the first release of *{title}* in this folder.\n"
    lines = list(_lines(last, new))
    if not lines:
        return f"# Changes\n\nNothing has changed in *{title}* since the release of {_named(last)}.\n"
    return f"# Changes\n\nSince the release of {_named(last)}:\n\n" + "".join(f"- {line}\n" for line in lines)


def _is_record(value: Mapping[str, Any]) -> bool:
    """Return whether a record has what is compared: it may be another program's, or damaged."""
    contents = value.get("contents")
    return (
        isinstance(value.get("book"), dict)
        and isinstance(contents, dict)
        and isinstance(contents.get("articles"), dict)
        and all(isinstance(one, dict) for one in contents["articles"].values())
    )


def _named(record: Mapping[str, Any]) -> str:
    return " ".join(
        part for part in (record["book"].get("date", ""), record["book"].get("edition", "")) if part
    )


def _lines(last: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    before, after = last["contents"]["articles"], new["contents"]["articles"]
    for key, article in after.items():
        if key not in before:
            yield f"*{article['title']}*: new"
        else:
            yield from _of_article(before[key], article)
    yield from (f"*{before[key].get('title', key)}*: left out" for key in before if key not in after)
    if list(before) != list(after) and sorted(before) == sorted(after):
        yield "The articles stand in another order."
    yield from _of_the_whole(last, new)


def _of_article(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    found = []
    if before.get("title") != after["title"]:
        found.append(f"called *{before.get('title')}* before")
    if before.get("text") != after["text"]:
        found.append("text changed")
    was, now = before.get("notes") or [], after["notes"]
    if was != now:
        changed = sum(one not in was for one in now)
        found.append(f"notes changed ({len(was)} before, {len(now)} now, {changed} of them new or mended)")
    if before.get("pages") != after["pages"]:
        found.append(f"pages {_range(before.get('pages'))} before, {_range(after['pages'])} now")
    if found:
        yield f"*{after['title']}*: {'; '.join(found)}"


def _range(pages: list[str] | None) -> str:
    if not pages:
        return "unknown"
    return pages[0] if pages[0] == pages[-1] else f"{pages[0]}–{pages[-1]}"


def _of_the_whole(last: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    was, now = last["contents"], new["contents"]
    texts = was.get("texts") or {}
    if texts != now["texts"]:
        keys = sorted(key for key in {*texts, *now["texts"]} if texts.get(key) != now["texts"].get(key))
        yield f"Introductions changed: {', '.join(keys)}"
    if was.get("index") != now.get("index"):
        yield from _of_index(was.get("index") or {}, now.get("index") or {})
    if was.get("pages") != now["pages"]:
        yield f"{was.get('pages')} pages before, {now['pages']} now"


def _of_index(was: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    new = [heading for heading in now if heading not in was]
    gone = [heading for heading in was if heading not in now]
    moved = [heading for heading in now if heading in was and was[heading] != now[heading]]
    for told, headings in (("new", new), ("left out", gone), ("other numbers", moved)):
        if headings:
            yield f"Index, {told}: {'; '.join(headings)}"
