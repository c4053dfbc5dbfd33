"""A whole page parsed and written as Markdown. Importing this imports lxml."""

from __future__ import annotations

from lxml import etree

from tui_reader.html.block_walk import BLOCK_HANDLERS
from tui_reader.html.inline import PLAIN
from tui_reader.html.media import MEDIA_HANDLERS
from tui_reader.html.spans import SPAN_HANDLERS
from tui_reader.html.tables import TABLE_HANDLERS
from tui_reader.html.walk import Walk
from tui_reader.text.addresses import resolve

_HANDLERS = BLOCK_HANDLERS | SPAN_HANDLERS | MEDIA_HANDLERS | TABLE_HANDLERS

# libxml2 gives up on a page nested deeper than 2,048 elements, and drops the rest of it.
_TOO_DEEP = etree.ErrorTypes.ERR_RESOURCE_LIMIT


def page_to_markdown(source: str, base_url: str) -> str | None:
    """The Markdown of a page; None when it cannot be parsed to its end."""
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True, recover=True
    )
    try:
        root = etree.fromstring(source.encode("utf-8"), parser)
    except etree.LxmlError:
        return None
    if root is None or any(error.type == _TOO_DEEP for error in parser.error_log):
        return None
    declared = root.find(".//base[@href]")
    if declared is not None:
        base_url = resolve(base_url, declared.get("href", "")) or base_url
    walk = Walk(base_url, _HANDLERS)
    flow = walk.flow()
    walk.children(root, flow, PLAIN, 0)
    return flow.markdown()
