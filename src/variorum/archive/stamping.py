"""Takes a root, gives what is asked of a time-stamping authority (RFC 3161); takes its answer, tells what time it proves."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from variorum.archive.chain import signed_text
from variorum.archive.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from variorum.archive.chain import Root

#: No answer of an authority is larger: a few certificates and a signature.
LARGEST_STAMP = 2**18
_SHA256 = "2.16.840.1.101.3.4.2.1"
_GRANTED = 0


class StampError(ArchiveError):
    """A time stamp proves nothing; the message says why."""


@dataclass(frozen=True, slots=True)
class StampRequest:
    """What is sent to an authority, and the number that must come back with the answer."""

    body: bytes
    nonce: int


def can_check_stamps() -> bool:
    """Whether the extra that knows time stamps is there."""
    return find_spec("rfc3161_client") is not None


def stamp_request(made: Root) -> StampRequest:
    """What is asked of an authority: its word on the hash of the same text that a signature signs."""
    library = _library()
    builder = library.TimestampRequestBuilder().data(signed_text(made))
    request = builder.hash_algorithm(library.HashAlgorithm.SHA256).build()
    return StampRequest(request.as_bytes(), request.nonce)


def granted_stamp(answer: bytes, made: Root, request: StampRequest) -> bytes:
    """The stamp in an authority's answer; raises `StampError` where it was refused, or is of something else.

    Who signed it is not asked here: whoever checks it brings the certificates that they trust.
    """
    stamp = _read(answer)
    if stamp.status != _GRANTED:
        told = "; ".join(stamp.status_string) or f"status {stamp.status}"
        raise StampError(f"the time-stamping authority refused: {told}")
    info = _info(stamp)
    if info.nonce != request.nonce:
        raise StampError("the time-stamping authority answered another request")
    _check_imprint(info, made)
    return answer


def stamped_at(stamp: bytes, made: Root, authorities: Sequence[bytes] = ()) -> datetime:
    """When an authority saw a root. Raises `StampError` unless the stamp is of this root.

    With `authorities` (certificates in PEM that the caller knows from elsewhere) it must lead to one of them, valid at that time;
    without any the stamp is only found to be of this root: whoever made it could have made it up.
    """
    read = _read(stamp)
    info = _info(read)
    _check_imprint(info, made)
    if authorities:
        try:
            _verifier(authorities).verify_message(read, signed_text(made))
        except (ValueError, _library().VerificationError) as error:
            raise StampError(f"the time stamp is not of an authority that was named ({error})") from error
    moment: datetime = info.gen_time
    return moment


def certificates(data: bytes) -> tuple[bytes, ...]:
    """The certificates of authorities in a PEM file. Raises `StampError` where there is none."""
    _library()
    x509, encoding = (
        import_module("cryptography.x509"),
        import_module("cryptography.hazmat.primitives.serialization"),
    )
    try:
        found = x509.load_pem_x509_certificates(data)
    except ValueError as error:
        raise StampError("it holds no certificate (PEM)") from error
    return tuple(one.public_bytes(encoding.Encoding.PEM) for one in found)


def _verifier(authorities: Sequence[bytes]) -> Any:
    x509 = import_module("cryptography.x509")
    builder = _library().VerifierBuilder()
    for one in dict.fromkeys(authorities):
        builder = builder.add_root_certificate(x509.load_pem_x509_certificate(one))
    return builder.build()


def _read(stamp: bytes) -> Any:
    if len(stamp) > LARGEST_STAMP:
        raise StampError("the time stamp is larger than any")
    try:
        return _library().decode_timestamp_response(stamp)
    except ValueError as error:
        raise StampError(f"the time stamp is no answer of RFC 3161 ({error})") from error


def _info(stamp: Any) -> Any:
    try:
        return stamp.tst_info
    except ValueError as error:
        raise StampError(f"the time stamp is damaged ({error})") from error


def _check_imprint(info: Any, made: Root) -> None:
    imprint = info.message_imprint
    same = imprint.message == hashlib.sha256(signed_text(made)).digest()
    if imprint.hash_algorithm.dotted_string != _SHA256 or not same:
        raise StampError("the time stamp is of something else")


def _library() -> Any:
    """The extra that knows RFC 3161: only who asks for stamps or checks them needs it."""
    try:
        return import_module("rfc3161_client")
    except ImportError as error:
        raise ArchiveError(
            "time stamps need the extra `evidence`: pip install 'variorum[evidence]'"
        ) from error
