"""Takes an address, gives one server's answer over aiohttp: bounded in time and size, only where the policy lets it."""

from __future__ import annotations

import asyncio
import socket
import ssl
from contextvars import ContextVar
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.http_exceptions import BadHttpMessage, HttpProcessingError, LineTooLong
from yarl import URL

from variorum.fetching.addresses import parsed_address
from variorum.fetching.codings import unpacked
from variorum.fetching.headers import header_pairs
from variorum.fetching.places import Places
from variorum.fetching.transport import Limits, NoAnswerError, Response, keeps_body, size_text
from variorum.model import Failure, FailureKind
from variorum.text.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from types import TracebackType

    from aiohappyeyeballs import AddrInfoType

    from variorum.fetching.policy import Endpoint, NetworkPolicy, Refusal
    from variorum.model import Clock


#: With `Limits.headers` as the bound of each, this bounds what a flood of headers can take before it is noticed.
_MOST_HEADERS = 128
#: How aiohttp says so: its error for this is the same as for broken headers.
_TOO_MANY = "Too many headers"


class _AddressRefusedError(OSError):
    """The policy lets no connection be opened; an OSError, as aiohttp expects of what can't be connected to."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.why)
        self.refusal = refusal


class _RequestBrokenError(aiohttp.ClientError):
    """The connection broke; not one of the errors after which aiohttp would ask a second time by itself."""


#: What the host of the present request stands for, or the error of looking that up: it is looked up once, so that what was
#: judged and counted is what is connected to.
_looked_up: ContextVar[tuple[Endpoint, ...] | OSError] = ContextVar("_looked_up")


class _PolicyResolver(AbstractResolver):
    """Gives what was looked up for the present request; a name of which no address is let in is told as such."""

    def __init__(self, policy: NetworkPolicy) -> None:
        self._policy = policy

    async def resolve(
        self,
        host: str,
        port: int = 0,  # noqa: ARG002 - that of the endpoint counts
        family: socket.AddressFamily = socket.AF_UNSPEC,
    ) -> list[ResolveResult]:
        endpoints = _looked_up.get()
        if isinstance(endpoints, OSError):
            raise endpoints
        refusals = [self._policy.refusal(*endpoint) for endpoint in endpoints]
        if refusals and refusals[0] is not None and all(refusals):
            raise _AddressRefusedError(refusals[0])
        return [
            ResolveResult(
                hostname=host,
                host=endpoint.address,
                port=endpoint.port,
                family=family,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for endpoint, refusal in zip(endpoints, refusals, strict=True)
            if refusal is None
        ]

    async def close(self) -> None:
        pass


async def _asked_once(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Keeps aiohttp from repeating a GET whose connection broke, since the gap between requests would not be kept."""
    try:
        return await handler(request)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise _RequestBrokenError from error


class _Answer(aiohttp.ClientResponse):
    """An answer that remembers who gave it: the connection may be let go before anybody can ask."""

    peer = ""
    tls_subject = ""

    async def start(self, connection: aiohttp.connector.Connection) -> aiohttp.ClientResponse:
        """Looks at the other end, then reads the headers."""
        if connection.transport is not None:
            self.peer = _endpoint_text(connection.transport.get_extra_info("peername"))
            self.tls_subject = _subject_text(connection.transport.get_extra_info("peercert"))
        return await super().start(connection)


def _endpoint_text(name: tuple[str | int, ...] | None) -> str:
    """An address and port as they are written in a URL.

    >>> _endpoint_text(("192.0.2.1", 443)), _endpoint_text(("2001:db8::1", 443, 0, 0)), _endpoint_text(None)
    ('192.0.2.1:443', '[2001:db8::1]:443', '')
    """
    if not isinstance(name, tuple) or len(name) < 2:  # noqa: PLR2004 - an address and a port
        return ""
    host = f"[{name[0]}]" if ":" in str(name[0]) else str(name[0])
    return f"{host}:{name[1]}"


def _subject_text(certificate: Mapping[str, Any] | None) -> str:
    """The subject of a certificate in one line (RFC 4514, loosely); where it has none, the first name that it is valid for.

    >>> _subject_text({"subject": ((("organizationName", "The Paper"),), (("commonName", "paper.example"),))})
    'organizationName=The Paper, commonName=paper.example'
    >>> _subject_text({"subjectAltName": (("DNS", "paper.example"),)}), _subject_text(None)
    ('DNS=paper.example', '')
    """
    if not certificate:
        return ""
    pairs = [pair for part in certificate.get("subject", ()) for pair in part]
    pairs = pairs or list(certificate.get("subjectAltName", ()))[:1]
    return one_line(", ".join(f"{name}={value}" for name, value in pairs))


class AiohttpTransport:
    """A `Transport` over aiohttp, open between `async with` and its end.

    Each request has a connection of its own, so that each connection is judged by `policy`, names and literal addresses
    alike; at most eight at once lead to one IP address, whatever the names. No cookies, proxies, settings of the environment or credentials of `.netrc` are used. `clock` only
    tells when headers arrived.
    """

    def __init__(self, policy: NetworkPolicy, clock: Clock) -> None:
        """Nothing is opened yet."""
        self._policy = policy
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None
        self._places = Places()

    async def __aenter__(self) -> Self:
        """Makes ready to ask."""
        connector = aiohttp.TCPConnector(
            resolver=_PolicyResolver(self._policy),
            socket_factory=self._opened_socket,
            use_dns_cache=False,
            force_close=True,
            limit=0,  # how many are asked at once is decided above: one for each domain
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            middlewares=(_asked_once,),
            skip_auto_headers=("User-Agent",),
            response_class=_Answer,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes what is open."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _opened_socket(self, info: AddrInfoType) -> socket.socket:
        """The one place where sockets come from: every address is judged here, literal ones and those of names alike."""
        family, kind, protocol, _, address = info
        refusal = self._policy.refusal(str(address[0]), int(address[1]))
        if refusal is not None:
            raise _AddressRefusedError(refusal)
        return socket.socket(family, kind, protocol)

    async def get(
        self, url: str, headers: Mapping[str, str], limits: Limits, form: bytes | None = None
    ) -> Response | Failure:
        """One GET, or one POST of a form, not followed, not repeated. Raises RuntimeError when used outside `async with`, else only cancellation."""
        if self._session is None:
            raise RuntimeError("open the transport with `async with` before asking it")
        loop = asyncio.get_running_loop()
        try:
            began = loop.time()
            looked_up = await self._looked_up(url, limits)
            spent = loop.time() - began
            addresses = () if isinstance(looked_up, OSError) else _apart(looked_up)
            await self._places.free(addresses)
            _looked_up.set(looked_up)
            with self._places.taken(addresses):
                # Waiting for a place is our own doing and no part of what the server takes.
                began, begun = loop.time() - spent, self._clock.now()
                async with asyncio.timeout(limits.deadline.total_seconds() - spent):
                    answer = await self._answer(self._session, url, headers, limits, form)
                return replace(answer, begun=begun, took=timedelta(seconds=loop.time() - began))
        except NoAnswerError as error:
            return Failure(error.kind, url, error.detail)
        except Exception as error:  # noqa: BLE001 - whatever a server provokes in a library is that server's failure
            return _explained(error, url, limits)

    async def _looked_up(self, url: str, limits: Limits) -> tuple[Endpoint, ...] | OSError:
        address = URL(url)
        try:
            async with asyncio.timeout(limits.connect.total_seconds()):
                return await self._policy.endpoints(address.raw_host or "", address.port or 0)
        except TimeoutError:
            detail = f"the host name could not be looked up within {limits.connect.total_seconds():g} s"
            raise NoAnswerError(FailureKind.TIMEOUT, detail) from None
        except OSError as error:
            return error

    async def _answer(
        self,
        session: aiohttp.ClientSession,
        url: str,
        headers: Mapping[str, str],
        limits: Limits,
        form: bytes | None,
    ) -> Response:
        async with session.request(
            "GET" if form is None else "POST",
            URL(url),
            data=form,
            headers=headers,
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(connect=limits.connect.total_seconds(), ceil_threshold=60),
            max_line_size=limits.headers,
            max_field_size=limits.headers,
            max_headers=_MOST_HEADERS,
        ) as answer:
            arrived = self._clock.now()
            if sum(len(name) + len(value) for name, value in answer.raw_headers) > limits.headers:
                raise NoAnswerError(
                    FailureKind.TOO_LARGE, f"the headers are larger than {size_text(limits.headers)}"
                )
            pairs = header_pairs(answer.raw_headers)
            body = b""
            if keeps_body(answer.status):
                coding = ",".join(value for name, value in pairs if name == "content-encoding")
                body = unpacked(await _received(answer, limits), coding, limits)
            else:
                answer.close()
            return Response(
                answer.status,
                pairs,
                body,
                arrived,
                peer=getattr(answer, "peer", ""),
                tls_subject=getattr(answer, "tls_subject", ""),
                request_headers=tuple(
                    (name.lower(), value) for name, value in answer.request_info.headers.items()
                ),
            )


def _apart(endpoints: Iterable[Endpoint]) -> set[str]:
    """The addresses of endpoints, each in one spelling."""
    return {str(parsed_address(endpoint.address)) for endpoint in endpoints}


async def _received(answer: aiohttp.ClientResponse, limits: Limits) -> bytes:
    """The body as it was sent, or NoAnswerError once it is known to be too large."""
    body = bytearray()
    protocol = answer.connection and answer.connection.protocol
    if (answer.content_length or 0) <= limits.received:
        async for piece in answer.content.iter_any():
            body += piece
            if len(body) > limits.received:
                break
        else:
            if protocol is not None and isinstance(protocol.exception(), HttpProcessingError):
                # It came to light after the last byte that was promised: the length is wrong, and this may be half a page.
                raise NoAnswerError(FailureKind.BAD_RESPONSE, "more was sent than the answer's length says")
            return bytes(body)
    answer.close()
    raise NoAnswerError(FailureKind.TOO_LARGE, f"the body is larger than {size_text(limits.received)}")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = getattr(error, "os_error", None) or error.__cause__


#: What the errors of the network and of aiohttp mean, in words that name no library. The first that is among the causes
#: of an error counts, so that what happened comes before where it came to light.
_MEANINGS: tuple[tuple[type[BaseException], FailureKind, str], ...] = (
    (_AddressRefusedError, FailureKind.ADDRESS_REFUSED, "{cause}"),
    (ssl.SSLError, FailureKind.TLS, "no secure connection could be agreed on"),
    (LineTooLong, FailureKind.TOO_LARGE, "the headers are larger than {headers}"),
    (aiohttp.ConnectionTimeoutError, FailureKind.TIMEOUT, "no connection within {connect:g} s"),
    (aiohttp.ClientConnectorDNSError, FailureKind.UNREACHABLE, "the host name can't be resolved"),
    (ConnectionRefusedError, FailureKind.UNREACHABLE, "the connection was refused"),
    (aiohttp.ClientConnectorError, FailureKind.UNREACHABLE, "no connection could be opened"),
    (aiohttp.ClientPayloadError, FailureKind.TRUNCATED, "the answer is truncated"),
    (aiohttp.ServerDisconnectedError, FailureKind.UNREACHABLE, "the connection was closed without an answer"),
    (_RequestBrokenError, FailureKind.UNREACHABLE, "the connection was reset"),
    (TimeoutError, FailureKind.TIMEOUT, "no complete answer within {deadline:g} s"),
    (aiohttp.InvalidURL, FailureKind.BAD_ADDRESS, "the host is written in a way that names no host"),
)


def _explained(error: Exception, url: str, limits: Limits) -> Failure:
    causes = tuple(_causes(error))
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        reason = getattr(error.certificate_error, "verify_message", "it is not this host's")
        return Failure(FailureKind.TLS, url, one_line(f"its certificate is not accepted: {reason}"))
    if any(isinstance(cause, BadHttpMessage) and cause.message.startswith(_TOO_MANY) for cause in causes):
        return Failure(FailureKind.TOO_LARGE, url, f"there are more than {_MOST_HEADERS} headers")
    for meaning, kind, detail in _MEANINGS:
        for cause in causes:
            if isinstance(cause, _AddressRefusedError):
                return Failure(kind, url, one_line(cause.refusal.why), way_out=cause.refusal.way_out)
            if isinstance(cause, meaning):
                words = detail.format(
                    cause=cause,
                    headers=size_text(limits.headers),
                    connect=limits.connect.total_seconds(),
                    deadline=limits.deadline.total_seconds(),
                )
                return Failure(kind, url, one_line(words))
    return Failure(FailureKind.BAD_RESPONSE, url, "the answer is not proper HTTP")
