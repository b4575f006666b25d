"""A time-stamping authority of the tests' own: OpenSSL's, behind a server on loopback."""

from __future__ import annotations

import shutil
import subprocess
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CONFIG = """
[tsa]
default_tsa = here
[here]
serial = {directory}/serial
signer_cert = {directory}/signer.pem
signer_key = {directory}/signer.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""


@dataclass
class Authority:
    """Where it is asked, the certificate that it leads to, and what it answers instead of a stamp, if that is set."""

    url: str
    certificate: Path
    answer: bytes | None = None
    asked: int = 0


def missing() -> str | None:
    """Why there can be no authority here."""
    return None if shutil.which("openssl") else "the authority of the tests is OpenSSL's: install openssl"


@contextmanager
def running(directory: Path) -> Iterator[Authority]:
    """An authority until the block ends."""
    certificate = _certified(directory)
    authority = Authority("", certificate)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.headers["Content-Type"] == "application/timestamp-query"
            authority.asked += 1
            answer = authority.answer if authority.answer is not None else _stamp(directory, body)
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        authority.url = f"http://127.0.0.1:{server.server_address[1]}/"
        try:
            yield authority
        finally:
            server.shutdown()
            thread.join()


def _stamp(directory: Path, query: bytes) -> bytes:
    (directory / "query").write_bytes(query)
    files = ["-config", "tsa.cnf", "-queryfile", "query", "-out", "reply"]
    subprocess.run(["openssl", "ts", "-reply", *files], check=True, capture_output=True, cwd=directory)
    return (directory / "reply").read_bytes()


def _certified(directory: Path) -> Path:
    """Makes a root and the signer that it certifies for time stamps alone, as RFC 3161 wants it; gives the root's file."""
    from cryptography import x509  # noqa: PLC0415 - only with the extra
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415

    directory.mkdir(parents=True, exist_ok=True)
    now, pem = datetime.now(UTC), serialization.Encoding.PEM
    keys = {name: ec.generate_private_key(ec.SECP256R1()) for name in ("root", "signer")}
    names = {name: x509.Name.from_rfc4514_string(f"CN=The tests' {name}") for name in keys}
    for name, key in keys.items():
        builder = (
            x509.CertificateBuilder()
            .subject_name(names[name])
            .issuer_name(names["root"])
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=name == "root", path_length=None), critical=True)
        )
        if name == "signer":
            purpose = x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.TIME_STAMPING])
            builder = builder.add_extension(purpose, critical=True)
        certificate = builder.sign(keys["root"], hashes.SHA256())
        (directory / f"{name}.pem").write_bytes(certificate.public_bytes(pem))
        private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        (directory / f"{name}.key").write_bytes(private)
    (directory / "serial").write_text("01")
    (directory / "tsa.cnf").write_text(_CONFIG.format(directory=directory))
    return directory / "root.pem"
