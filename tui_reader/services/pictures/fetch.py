"""Fetching a picture of a document and drawing it: from the cache where it was fetched before, else from its place."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

from tui_reader.domain.errors import OfflineError, ReaderError
from tui_reader.domain.http import Freshness, Request, Trust
from tui_reader.domain.pictures import PictureCame
from tui_reader.services.pictures.draw import draw

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui_reader.domain.http import Response
    from tui_reader.domain.pictures import Canvas, DrawnPicture
    from tui_reader.sources.base import Context

#: A picture of more bytes is not fetched.
MOST_BYTES = 20 << 20


async def fetch_pictures(
    context: Context[object],
    addresses: Sequence[str],
    canvas: Canvas,
    tell: Callable[[PictureCame], None],
) -> None:
    """Draw pictures for a canvas, and tell of each as it comes, or why it does not. The client asks no host for many
    at once."""

    async def one(address: str) -> None:
        try:
            tell(PictureCame(address, await _picture(context, address, canvas)))
        except ReaderError as error:
            tell(PictureCame(address, problem=error.problem()))

    await asyncio.gather(*(one(address) for address in addresses))


async def _picture(context: Context[object], address: str, canvas: Canvas) -> DrawnPicture:
    # A page is a drawing's only with its fragment; a picture's fragment means nothing to its server.
    place, fragment = urldefrag(address)
    response = await _kept_or_fetched(context, place)
    return await context.parse(draw, response.body, canvas, fragment)


async def _kept_or_fetched(context: Context[object], address: str) -> Response:
    # The address came out of content: it is not followed into private networks.
    request = Request(address, trust=Trust.CONTENT, freshness=Freshness.CACHED, max_bytes=MOST_BYTES)
    try:
        return await context.get(request)
    except OfflineError:
        pass
    try:
        return await context.get(Request(address, trust=Trust.CONTENT, max_bytes=MOST_BYTES))
    except OfflineError as error:
        raise OfflineError("it was not fetched before, and there is no network now", error.hint) from error
