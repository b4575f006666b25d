"""Takes a file, gives the key of an archive in it (Ed25519, RFC 8032): it signs the roots, and only its owner can read it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from variorum.archive.errors import ArchiveError, ArchiveNotWritable

if TYPE_CHECKING:
    from pathlib import Path

#: The key's file inside an archive's directory.
KEY_FILE = "signing.key"
_HEADING = "variorum signing key 1"
_MODE = 0o600
_OTHERS = 0o077
_LENGTH = 32


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key; `public` is its public half, hexadecimal: what a reader needs to know from elsewhere."""

    secret: bytes
    public: str

    def sign(self, text: bytes) -> bytes:
        """The 64 bytes of a signature."""
        signature: bytes = _library().Ed25519PrivateKey.from_private_bytes(self.secret).sign(text)
        return signature

    def __repr__(self) -> str:
        return f"SigningKey(public={self.public!r})"


def new_key(directory: Path) -> SigningKey:
    """Makes the key of an archive, readable by its owner only. Raises `ArchiveError` where there is one already."""
    secret: bytes = _library().Ed25519PrivateKey.generate().private_bytes_raw()
    try:
        handle = os.open(directory / KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE)
    except FileExistsError as error:
        raise ArchiveError(
            f"{directory / KEY_FILE} is there already: a new key would not prove what the old one signed; move it away first"
        ) from error
    except OSError as error:
        raise ArchiveNotWritable(f"{directory / KEY_FILE} cannot be written: {error.strerror}") from error
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{_HEADING}\n{secret.hex()}\n")
        file.flush()
        os.fsync(file.fileno())
    return _key(secret)


def kept_key(directory: Path) -> SigningKey | None:
    """The key of an archive, or `None` where it has none. Raises `ArchiveError` when others may read it, or it is no key."""
    file = directory / KEY_FILE
    try:
        with file.open("rb") as opened:
            mode = os.fstat(opened.fileno()).st_mode
            lines = opened.read(1024).decode("ascii", "replace").split()
    except FileNotFoundError:
        return None
    except PermissionError:
        # Who may read an archive but not its key reads, and signs nothing.
        return None
    except OSError as error:
        raise ArchiveError(f"{file} cannot be read: {error.strerror}") from error
    if mode & _OTHERS:
        raise ArchiveError(
            f"{file} can be read by others: make it yours alone (chmod 600) before it signs anything"
        )
    try:
        secret = bytes.fromhex(lines[-1])
    except (IndexError, ValueError):
        secret = b""
    if " ".join(lines[:-1]) != _HEADING or len(secret) != _LENGTH:
        raise ArchiveError(f"{file} is no signing key: restore it from a copy, or move it away")
    return _key(secret)


def is_signed(text: bytes, signature: bytes, public: str) -> bool:
    """Whether a signature of a text was made with the key whose public half is given, hexadecimal."""
    library = _library()
    try:
        library.Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, text)
    except (ValueError, import_module("cryptography.exceptions").InvalidSignature):
        return False
    return True


def _key(secret: bytes) -> SigningKey:
    private = _library().Ed25519PrivateKey.from_private_bytes(secret)
    return SigningKey(secret, private.public_key().public_bytes_raw().hex())


def _library() -> Any:
    """The extra that knows Ed25519: only who signs or checks signatures needs it."""
    try:
        return import_module("cryptography.hazmat.primitives.asymmetric.ed25519")
    except ImportError as error:
        raise ArchiveError("signatures need the extra `sign`: pip install 'variorum[sign]'") from error
