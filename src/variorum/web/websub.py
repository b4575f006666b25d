"""Where hubs verify subscriptions and deliver news: the only address of the pages that takes anything in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.requests import Request

    from variorum.flow.engine.desk import Desk
    from variorum.flow.engine.hubs import Hubs, Reply

#: A hub delivers the feed itself; more than this is no feed.
_LARGEST = 8 * 2**20


def receiver(hubs: Hubs, desk: Desk) -> Route:
    """The address `/websub/TOKEN`, one for each subscription, which nobody can guess."""

    async def answer(request: Request) -> Response:
        token = request.path_params["token"]
        if request.method != "POST":
            return _reply(await hubs.verified(desk, token, dict(request.query_params)))
        body = bytearray()
        async for piece in request.stream():
            body += piece
            if len(body) > _LARGEST:
                return Response(status_code=413)
        signature = request.headers.get("x-hub-signature", "")
        return _reply(await hubs.delivered(desk, token, signature, bytes(body)))

    return Route("/websub/{token}", answer, methods=["GET", "POST"])


def _reply(reply: Reply) -> Response:
    return PlainTextResponse(reply.body, reply.status, {"Cache-Control": "no-store"})
