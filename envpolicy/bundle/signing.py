"""Signatures of bundles, as OPA makes and checks them: one JWT over the digests of all files.

OPA checks a signature where it downloads or builds, not where it evaluates; this checks it anywhere. It is a little
stricter than OPA: a signature has one spelling only, so that no bit of a signed file can be another one.
"""

from __future__ import annotations

import base64
import json
import re
import warnings
from typing import TYPE_CHECKING, Any

from envpolicy.bundle import BundleError, SignatureError
from envpolicy.bundle.hashing import file_digest
from envpolicy.bundle.manifest import SIGNATURES, each_key_once
from envpolicy.errors import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

#: What opa takes for `--signing-alg`.
SIGNING_ALGORITHMS = tuple(
    f"{family}{size}" for family in ("RS", "ES", "PS", "HS") for size in (256, 384, 512)
)
#: What opa calls a key that nobody named.
KEY_ID = "default"
_KEYS = "RS and PS take an RSA key in PEM, ES an EC key of its curve, HS a secret"
_PUBLIC_KEYS = "RS and PS take a public RSA key in PEM, ES an EC key, HS a secret"
#: What `opa build` calls its own way of signing.
_PLUGIN = "_default"
#: A bundle that was built again after it was signed differs in every file: some of them say enough.
_MOST_TOLD = 20
_WILD = {"*": "[^/]*", "?": "[^/]"}
#: What means something else in a class of Python's.
_SIGN = re.compile(r"\\(.)|[\[&~|]", re.DOTALL)
_PIECES = re.compile(r"[*?]|\[\^?(?:\\.|[^\\\]])+\]|\\.|[^*?\[\\]", re.DOTALL)


def sign(
    files: Mapping[str, bytes],
    key: str,
    *,
    algorithm: str = "RS256",
    key_id: str = KEY_ID,
    scope: str | None = None,
    claims: Mapping[str, Any] | None = None,
) -> dict[str, bytes]:
    """The files with `.signatures.json`: a new one in place of any that was there.

    `key` is a private key in PEM, or the secret of an HMAC; `claims` go into the payload beside `files`. RS and HS
    give the same signature each time. Raises `BundleError` for a key that does not fit the algorithm.
    """
    import jwt

    content = {path: files[path] for path in sorted(files) if path != SIGNATURES}
    payload = {
        **(claims or {}),
        "files": [
            {"name": path, "hash": file_digest(path, data), "algorithm": "SHA-256"}
            for path, data in content.items()
        ],
    }
    if scope is not None:
        payload["scope"] = scope
    named = payload.get("keyid", key_id)
    if not algorithm.startswith("HS") and "PRIVATE KEY" not in key:
        raise BundleError(Problem(message="what signs is a private key, and this is none", hint=_KEYS))
    with _quiet():
        try:
            token = jwt.encode(payload, key, algorithm=algorithm, headers={"kid": str(named)})
        except (jwt.PyJWTError, ValueError, TypeError, NotImplementedError) as error:
            raise BundleError(
                Problem(
                    message=f"this key cannot sign with {algorithm}: {_first_line(error)}",
                    hint=_KEYS,
                )
            ) from None
    signatures = json.dumps({"signatures": [token]}, separators=(",", ":")).encode()
    return dict(sorted({**content, SIGNATURES: signatures}.items()))


def verify(
    files: Mapping[str, bytes],
    key: str,
    *,
    algorithm: str = "RS256",
    key_id: str | None = None,
    scope: str | None = None,
    exclude: Iterable[str] = (),
) -> dict[str, Any]:
    """The payload of the signature, if it is one by this key over exactly these files.

    `key` is a public key or certificate in PEM, or the secret of an HMAC; with `key_id` it must have been signed under
    that name. `exclude` are patterns of files that may
    be anything. Raises `SignatureError` with everything that is wrong.
    """
    payload = _payload(_token(files), key, algorithm)
    named = (signature_of(files) or {})["header"].get("kid") or payload.get("keyid")
    if key_id is not None and named not in (None, key_id):
        raise _bad(f"it was signed with the key `{named}`, not with `{key_id}`")
    if payload.get("scope", "") != (scope or ""):
        raise SignatureError(
            Problem(
                message=f"it was signed for the scope {payload.get('scope', '')!r}, not for {scope or ''!r}",
                hint="--scope says what it must have been signed for",
            )
        )
    problems = list(_differences(files, payload, [_pattern(one) for one in exclude]))
    if len(problems) > _MOST_TOLD:
        left = Problem(message=f"and {len(problems) - _MOST_TOLD} more files are not what was signed")
        problems = [*problems[:_MOST_TOLD], left]
    if problems:
        raise SignatureError(problems)
    return payload


def signature_of(files: Mapping[str, bytes]) -> dict[str, Any] | None:
    """Header and payload of the signature as they stand there, checked by nobody; None for an unsigned bundle."""
    import jwt

    if SIGNATURES not in files:
        return None
    token = _token(files)
    try:
        return {
            "header": jwt.get_unverified_header(token),
            "payload": jwt.decode(token, options={"verify_signature": False}),
        }
    except jwt.PyJWTError as error:
        raise _bad(f"the signature is no JWT: {_first_line(error)}") from None


def _token(files: Mapping[str, bytes]) -> str:
    if SIGNATURES not in files:
        raise _bad("the bundle is not signed", "sign it with `envpolicy bundle sign`")
    # What stands beside the signature is signed by nobody, and OPA reads some of it.
    try:
        found = json.loads(files[SIGNATURES], object_pairs_hook=each_key_once)
        tokens = found.pop("signatures")
        plugin = found.pop("plugin", _PLUGIN)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        found, tokens, plugin = {}, [], _PLUGIN
    if found or plugin != _PLUGIN or not isinstance(tokens, list) or len(tokens) != 1:
        raise _bad("expected exactly one signature in it, and nothing else")
    token = tokens[0]
    if not isinstance(token, str) or not all(map(_is_canonical, token.split("."))):
        raise _bad("the signature is not spelled as a JWT is")
    return token


def _is_canonical(part: str) -> bool:
    """Whether base64 is spelled in the one right way: the last letter may hide bits that nobody reads."""
    try:
        data = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return False
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode() == part


def _payload(token: str, key: str, algorithm: str) -> dict[str, Any]:
    import jwt

    if not algorithm.startswith("HS") and "PRIVATE KEY" in key:
        raise BundleError(
            Problem(message="what verifies is the public key, and this is the private one", hint=_PUBLIC_KEYS)
        )
    with _quiet():
        try:
            payload = jwt.decode(
                token,
                _public(key),
                algorithms=[algorithm],
                options={
                    "verify_exp": False,  # OPA reads neither of these
                    "verify_nbf": False,
                    "verify_iat": False,
                    "verify_aud": False,
                    "verify_iss": False,
                    "verify_sub": False,
                    "verify_jti": False,
                },
            )
        except (jwt.InvalidSignatureError, jwt.DecodeError, jwt.InvalidAlgorithmError) as error:
            raise _bad(f"the signature is not one by this key: {_first_line(error)}") from None
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise BundleError(
                Problem(
                    message=f"this key cannot verify {algorithm}: {_first_line(error)}",
                    hint=_PUBLIC_KEYS,
                )
            ) from None
    return dict(payload)


def _public(key: str) -> Any:
    """A certificate stands for the key in it."""
    if "BEGIN CERTIFICATE" not in key:
        return key
    from cryptography import x509

    return x509.load_pem_x509_certificate(key.encode()).public_key()


def _differences(
    files: Mapping[str, bytes], payload: Mapping[str, Any], exclude: Iterable[re.Pattern[str]]
) -> Iterator[Problem]:
    listed = payload.get("files")
    if not isinstance(listed, list) or not all(_is_entry(entry) for entry in listed):
        raise _bad("the signature lists no files")
    signed = {entry["name"].lstrip("/"): entry for entry in listed}
    if len(signed) < len(listed):
        raise _bad("the signature lists a file twice")
    there = {path: data for path, data in files.items() if path != SIGNATURES and not _matches(path, exclude)}
    for path in sorted(there):
        if path not in signed:
            yield _wrong(path, "it is not among the files that were signed")
            continue
        entry = signed[path]
        try:
            found = file_digest(path, there[path], entry.get("algorithm") or "SHA-256")
        except BundleError as error:
            yield from error.problems
            continue
        if found != entry["hash"]:
            yield _wrong(path, f"it is not what was signed (want {entry['hash']}, got {found})")
    for path in sorted(set(signed) - set(there)):
        if not _matches(path, exclude):
            yield _wrong(path, "it was signed, and is missing")


def _is_entry(entry: Any) -> bool:
    return (
        isinstance(entry, dict)
        and all(isinstance(entry.get(name), str) for name in ("name", "hash"))
        and isinstance(entry.get("algorithm", ""), str)
    )


def _matches(path: str, patterns: Iterable[re.Pattern[str]]) -> bool:
    return any(pattern.fullmatch(path) for pattern in patterns)


def _pattern(glob: str) -> re.Pattern[str]:
    """As Go's `filepath.Match` has it: neither star nor question mark stands for a slash."""
    pieces = _PIECES.findall(glob)
    try:
        made = re.compile("".join(map(_piece, pieces)), re.DOTALL)
    except re.error:
        made = None
    if made is None or "".join(pieces) != glob:
        raise BundleError(
            Problem(
                message=f"{glob!a} is no pattern of files",
                hint="`*` and `?` stand for anything but a slash, `[a-z]` for one of these, `\\*` for a star",
            )
        )
    return made


def _piece(piece: str) -> str:
    if not piece.startswith("["):
        return _WILD.get(piece) or re.escape(piece.removeprefix("\\"))
    sort = "^" if piece[1] == "^" else ""
    inner = piece[1 + len(sort) : -1]
    return f"(?!/)[{sort}{re.sub(_SIGN, lambda sign: re.escape(sign[1] or sign[0]), inner)}]"


def _wrong(path: str, what: str) -> Problem:
    return Problem(message=what, location=Location(file=path))


def _bad(message: str, hint: str | None = None) -> SignatureError:
    return SignatureError(Problem(message=message, location=Location(file=SIGNATURES), hint=hint))


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__


class _quiet(warnings.catch_warnings):  # noqa: N801 - used as a function
    """Without PyJWT's advice about short keys: which key it is was decided elsewhere."""

    def __enter__(self) -> Any:
        found = super().__enter__()
        warnings.simplefilter("ignore")
        return found
