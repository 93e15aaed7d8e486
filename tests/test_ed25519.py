"""Ed25519 as the standard has it, keys as others keep them, and no key where it could be seen."""

from __future__ import annotations

import logging
import os
import pickle
import shutil
import subprocess
import sys
import traceback
from pathlib import Path

import attrs
import pytest

from coleadership.errors import Inconsistent
from coleadership.journal import ed25519
from coleadership.journal.ed25519 import PublicKey, SigningKey
from coleadership.secret import Secret
from tests.signing import signatures

__all__ = ["signatures"]

# RFC 8032, section 7.1, TEST 3: a private key, its public key, a message of two bytes, and its signature.
PRIVATE = bytes.fromhex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7")
PUBLIC = "ed25519:fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"
MESSAGE = bytes.fromhex("af82")
SIGNATURE = bytes.fromhex(
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
    "4a7c15e9716ed28dc027beceea1ec40a"
)


@pytest.fixture
def key() -> SigningKey:
    """The key of the standard."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - an extra

    return SigningKey(Ed25519PrivateKey.from_private_bytes(PRIVATE))


class TestSigningKey:
    def test_signs_as_the_standard_says(self, key: SigningKey) -> None:
        """RFC 8032, section 7.1: the public key and the signature follow from the private key."""
        assert str(key.public) == key.key_id == PUBLIC
        assert key.sign(MESSAGE) == SIGNATURE

    def test_is_kept_in_pem(self, key: SigningKey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Written out and read back, from a file or the environment, it is the same key."""
        (tmp_path / "witness.key").write_text(key.pem(), encoding="ascii")
        monkeypatch.setenv("ACME_WITNESS", key.pem())
        for where in (f"file:{tmp_path / 'witness.key'}", "env:ACME_WITNESS"):
            assert SigningKey.from_secret(Secret(where)).key_id == PUBLIC

    def test_is_another_one_each_time(self) -> None:
        """Nobody has the same."""
        assert len({SigningKey.generate().key_id for _ in range(20)}) == 20

    def test_never_shows(self, key: SigningKey, caplog: pytest.LogCaptureFixture) -> None:
        """Neither printed nor logged nor as attributes; only its public half is told."""
        logging.getLogger().error("%s %r", key, [key])
        said = caplog.text + str(key) + repr(key) + f"{key!r:>99}"
        assert PUBLIC in said
        for secret in (PRIVATE.hex(), key.pem().splitlines()[1], repr(PRIVATE)):
            assert secret not in said
        with pytest.raises(TypeError):
            _ = pickle.dumps(key)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            key._key = None  # type: ignore[misc,assignment]

    @pytest.mark.parametrize("harm", ["nothing", "a password", "half of it", "another sort", "under a passphrase"])
    def test_is_refused_without_a_word_of_it(self, key: SigningKey, harm: str) -> None:
        """What is no key may still be a secret: the sentence says where it was looked for, and nothing more."""
        pem = {
            "nothing": "", "a password": "hunter2", "half of it": key.pem()[:80],
            "another sort": other_sort(), "under a passphrase": under_passphrase(key),
        }[harm]  # fmt: skip
        with pytest.raises(Inconsistent) as refused:
            _ = SigningKey.from_pem(pem, source="file:witness.key")
        assert str(refused.value) == (
            "key: file:witness.key holds no Ed25519 key in PEM without a passphrase; make one with coleadership keygen"
        )
        told = "".join(traceback.format_exception(refused.value))
        assert not pem or pem not in told
        assert refused.value.__context__ is None


def other_sort() -> str:
    """A private key of another algorithm."""
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - an extra
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey  # noqa: PLC0415 - an extra

    return (
        X25519PrivateKey.generate()
        .private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        .decode()
    )


def under_passphrase(key: SigningKey) -> str:
    """A key that is encrypted."""
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - an extra

    return key._key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"secret")
    ).decode()


class TestPublicKey:
    def test_verifies_what_was_signed(self) -> None:
        """RFC 8032, section 7.1; and nothing that differs in a single bit."""
        public = PublicKey(PUBLIC)
        assert public.verifies(MESSAGE, SIGNATURE)
        for place in range(8 * len(SIGNATURE)):
            harmed = bytearray(SIGNATURE)
            harmed[place // 8] ^= 1 << place % 8
            assert not public.verifies(MESSAGE, bytes(harmed))
        for place in range(8 * len(MESSAGE)):
            message = bytearray(MESSAGE)
            message[place // 8] ^= 1 << place % 8
            assert not public.verifies(bytes(message), SIGNATURE)

    @pytest.mark.parametrize("signature", [b"", SIGNATURE[:-1], SIGNATURE + b"\0", b"s" * 5_000])
    def test_takes_nothing_of_another_length(self, signature: bytes) -> None:
        """A signature has 64 bytes."""
        assert not PublicKey(PUBLIC).verifies(MESSAGE, signature)

    @pytest.mark.parametrize(
        "said", ["", "hunter2", PUBLIC[8:], PUBLIC[:-1], PUBLIC + "0", PUBLIC.upper(), PUBLIC + "\n", f" {PUBLIC}"]
    )
    def test_refuses_what_is_none(self, said: str) -> None:
        """There is one way to write it; what was given is not repeated, as it may be the private one."""
        with pytest.raises(Inconsistent) as refused:
            _ = PublicKey(said)
        assert str(refused.value) == "public key: is no public key; one is ed25519: and 64 hexadecimal digits"

    def test_is_a_value(self) -> None:
        """Two of the same are one, and it can be pasted back."""
        assert PublicKey(PUBLIC) == PublicKey(PUBLIC)
        assert repr(PublicKey(PUBLIC)) == f"PublicKey(key_id='{PUBLIC}')"
        assert pickle.loads(pickle.dumps(PublicKey(PUBLIC))) == PublicKey(PUBLIC)  # noqa: S301 - ours


class TestExtra:
    def test_is_imported_when_it_is_used(self) -> None:
        """Who keeps no witness needs no cryptography, and who imports our names has not imported it."""
        code = (
            "import sys, coleadership as co; from coleadership.journal import ed25519, witnesses, witness_files;"
            "journal = co.open_journal('memory:'); journal.save(co.Person.join('Anna')); journal.verify();"
            "print('cryptography' in sys.modules)"
        )
        plain = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
        assert subprocess.check_output([sys.executable, "-c", code], env=plain) == b"False\n"

    @pytest.mark.parametrize(
        "use",
        [
            pytest.param(SigningKey.generate, id="generate"),
            pytest.param(lambda: SigningKey.from_pem("any"), id="from_pem"),
            pytest.param(lambda: PublicKey(PUBLIC).verifies(b"", b""), id="verifies"),
        ],
    )
    def test_is_named_where_it_is_missing(self, use: object, monkeypatch: pytest.MonkeyPatch) -> None:
        """The sentence says what to install."""
        for name in [name for name in sys.modules if name.partition(".")[0] == "cryptography"]:
            monkeypatch.setitem(sys.modules, name, None)
        monkeypatch.setitem(sys.modules, "cryptography", None)
        ed25519._loaded.cache_clear()
        with pytest.raises(Inconsistent, match=r'pip install "coleadership\[witness\]"'):
            use()  # type: ignore[operator]


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
class TestOpenssl:
    @staticmethod
    def openssl(folder: Path, *arguments: str) -> str:
        """What it says."""
        return subprocess.check_output(["openssl", *arguments], cwd=folder, text=True)  # noqa: S607

    def test_makes_keys_for_us(self, tmp_path: Path) -> None:
        """A key that was made elsewhere signs here."""
        pem = self.openssl(tmp_path, "genpkey", "-algorithm", "ed25519")
        key = SigningKey.from_pem(pem)
        assert key.public.verifies(MESSAGE, key.sign(MESSAGE))

    def test_verifies_what_we_signed(self, key: SigningKey, tmp_path: Path) -> None:
        """Nobody has to take our word for it: any program that knows Ed25519 can tell."""
        _ = (tmp_path / "key").write_text(key.pem(), encoding="ascii")
        _ = (tmp_path / "statement").write_bytes(MESSAGE)
        _ = (tmp_path / "signature").write_bytes(SIGNATURE)
        _ = self.openssl(tmp_path, "pkey", "-in", "key", "-pubout", "-out", "public")
        told = self.openssl(
            tmp_path, "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", "public", "-in", "statement",
            "-sigfile", "signature",
        )  # fmt: skip
        assert "Signature Verified Successfully" in told
