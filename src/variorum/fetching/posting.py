"""Takes bytes and an address that the user named, posts them there once, gives the answer or the failure that it met."""

from __future__ import annotations

import aiohttp

from variorum.model import Failure, FailureKind
from variorum.text.printable import one_line
from variorum.text.urls import refusal

_OK = 200


async def posted(
    url: str, body: bytes, media_type: str, *, agent: str, largest: int, seconds: float = 30.0
) -> bytes | Failure:
    """The body of the answer to a POST. The user named the address, so a private one is let in; a redirect is not followed."""
    why = refusal(url)
    if why is not None:
        return Failure(FailureKind.BAD_ADDRESS, url, why)
    headers = {"Content-Type": media_type, "User-Agent": agent}
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=seconds)) as session,
            session.post(url, data=body, headers=headers, allow_redirects=False) as answer,
        ):
            if answer.status != _OK:
                told = f"it answered {answer.status}"
                return Failure(FailureKind.HTTP_STATUS, url, told, answer.status)
            found = b""
            async for some in answer.content.iter_any():
                found += some
                if len(found) > largest:
                    return Failure(FailureKind.TOO_LARGE, url, f"its answer has more than {largest:,} bytes")
            return found
    except TimeoutError:
        return Failure(FailureKind.TIMEOUT, url, f"no answer within {seconds:g} s")
    except (aiohttp.ClientError, OSError, ValueError) as error:
        return Failure(FailureKind.UNREACHABLE, url, one_line(str(error)) or type(error).__name__)
