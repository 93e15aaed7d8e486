"""Ed25519 (RFC 8032) for witnesses, by the package cryptography: the extra ``coleadership[witness]``.

Private keys are kept as others keep them, in PEM (PKCS #8); a public key is one short line that is also its name.

.. skip: start if(not installed("cryptography"), reason="cryptography is not installed: coleadership[witness]")
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Self

import attrs

from coleadership.errors import Inconsistent
from coleadership.secret import Secret

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

__all__ = ["PublicKey", "SigningKey"]

_PUBLIC: Final = re.compile(r"ed25519:[0-9a-f]{64}")


def _missing() -> Inconsistent:
    return Inconsistent("key", 'signatures need cryptography; install it with: pip install "coleadership[witness]"')


def _check(_: object, _field: object, value: str) -> None:
    if not _PUBLIC.fullmatch(str(value)):
        # Never say what was given: it may be the private one.
        raise Inconsistent("public key", "is no public key; one is ed25519: and 64 hexadecimal digits")


@attrs.frozen(slots=True, weakref_slot=False)
class PublicKey:
    """A public key: the line that names it is the key itself, so no name can lead to another one.

    >>> PublicKey("ed25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a").verifies(b"Hej", b"?")
    False
    """

    key_id: str = attrs.field(validator=_check)

    def verifies(self, statement: bytes, signature: bytes) -> bool:
        """Whether this is the signature of that key under the statement."""
        key = _loaded(self.key_id)
        from cryptography.exceptions import InvalidSignature

        try:
            key.verify(signature, statement)
        except InvalidSignature:
            return False
        return True

    def __str__(self) -> str:
        return self.key_id


@lru_cache(64)
def _loaded(key_id: str) -> Ed25519PublicKey:
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ModuleNotFoundError:
        raise _missing() from None
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(key_id.partition(":")[2]))


@attrs.frozen(slots=True, weakref_slot=False, repr=False, eq=False)
class SigningKey:
    """A private key, which shows its public half only. It is no value: it is neither compared nor pickled.

    >>> key = SigningKey.generate()
    >>> key.public.verifies(b"Hej", key.sign(b"Hej")), key.public.verifies(b"Nej", key.sign(b"Hej"))
    (True, False)
    >>> SigningKey.from_pem(key.pem()).key_id == key.key_id == str(key.public)
    True
    """

    _key: Ed25519PrivateKey

    @classmethod
    def generate(cls) -> Self:
        """A new key, by the chance of the operating system."""
        try:
            from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        except ModuleNotFoundError:
            raise _missing() from None
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_pem(cls, pem: str, *, source: str = "what was given") -> Self:
        """The key in a text such as `pem` gives, or ``openssl genpkey -algorithm ed25519``; not under a passphrase.

        >>> SigningKey.from_pem("hunter2")
        Traceback (most recent call last):
        coleadership.errors.Inconsistent: key: what was given holds no Ed25519 key in PEM without a passphrase; \
make one with coleadership keygen
        """
        try:
            from cryptography.exceptions import UnsupportedAlgorithm
            from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
            from cryptography.hazmat.primitives.serialization import load_pem_private_key
        except ModuleNotFoundError:
            raise _missing() from None
        try:
            key = load_pem_private_key(pem.encode(), password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            key = None
        if not isinstance(key, Ed25519PrivateKey):
            reason = f"{source} holds no Ed25519 key in PEM without a passphrase; make one with coleadership keygen"
            raise Inconsistent("key", reason)
        return cls(key)

    @classmethod
    def from_secret(cls, secret: Secret) -> Self:
        """The key that a secret refers to: ``file:PATH`` or ``env:NAME``."""
        return cls.from_pem(secret.reveal(), source=secret.reference)

    @property
    def public(self) -> PublicKey:
        """The half to give to everybody who verifies."""
        return PublicKey(f"ed25519:{self._key.public_key().public_bytes_raw().hex()}")

    @property
    def key_id(self) -> str:
        """The public key, as checkpoints name it."""
        return self.public.key_id

    def sign(self, statement: bytes) -> bytes:
        """The signature under a statement, 64 bytes; the same one each time."""
        return self._key.sign(statement)

    def pem(self) -> str:
        """The private key itself: write it where only the witness can read it."""
        from cryptography.hazmat.primitives import serialization

        return self._key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode()

    def __repr__(self) -> str:
        return f"<signing key of {self.key_id}>"
