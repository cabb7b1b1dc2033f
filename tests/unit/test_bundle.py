from __future__ import annotations

import gzip
import io
import json
import tarfile
from typing import TYPE_CHECKING, Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from envpolicy.bundle import BundleError, SignatureError, archive, hashing
from envpolicy.bundle.archive import pack, read_bundle, unpack
from envpolicy.bundle.hashing import file_digest
from envpolicy.bundle.manifest import bundle, check_disjoint, check_roots, json_bytes
from envpolicy.bundle.signing import sign, signature_of, verify
from envpolicy.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HMAC = "of more than thirty-two letters, as it should be"
FILES = {"a/b.rego": b"package a.b\n\nx := 1\n", "data.json": b'{"a": {"c": [1, 2]}}\n'}


def pem(key: Any) -> tuple[str, str]:
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public.decode()


@pytest.fixture(scope="module")
def keys() -> dict[str, tuple[str, str]]:
    """Private and public key by algorithm."""
    pair = pem(rsa.generate_private_key(public_exponent=65537, key_size=2048))
    return {
        "RS256": pair,
        "PS256": pair,
        "ES256": pem(ec.generate_private_key(ec.SECP256R1())),
        "HS256": ("s", "s"),
    }


# --- hashing, with the values that OPA publishes in its own tests


@pytest.mark.parametrize(
    ("path", "content", "digest"),
    [
        ("data.json", b"[1,2,3]", "a615eeaee21de5179de080de8c3052c8da901138406ba71c38c032845f7d54f4"),
        (
            ".manifest",
            b'{"revision": "quickbrownfaux"}',
            "507a2c38a1441db58d2cb87982c42aa91a4342ef422a6b542eddebeef6f0412f",
        ),
    ],
)
def test_digests_are_those_of_opa(path: str, content: bytes, digest: str) -> None:
    assert file_digest(path, content) == digest


def spelled(text: str) -> str:
    return "".join(hashing._spelled(hashing._parsed("data.json", text.encode("utf-8", "surrogatepass"))))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"b": 1.0, "a": 1e0}', '{"a":1e0,"b":1.0}'),
        ('{"\\uffff": 1, "\\ud83d\\ude00": 2}', '{"\uffff":1,"\U0001f600":2}'),
        ('"<&>\\u2028\\u0001\\b\\f\\n\\"\\\\"', '"<&>\\u2028\\u0001\\b\\f\\n\\"\\\\"'),
        ('"\\ud800"', '"\ufffd"'),
        ("[true, false, null, []]", "[true,false,null,[]]"),
    ],
)
def test_documents_are_spelled_as_go_does(text: str, expected: str) -> None:
    assert spelled(text) == expected


def test_a_number_is_what_it_looks_like() -> None:
    assert len({file_digest("data.json", text) for text in (b"1", b"1.0", b"1e0")}) == 3


def test_only_four_names_are_read_as_documents() -> None:
    assert file_digest("x/data.json", b"{ }") == file_digest("data.json", b"{}")
    assert file_digest("data.yml", b"{ }") != file_digest("data.yml", b"{}")


def test_a_token_says_what_opas_own_says() -> None:
    files = {".manifest": b'{"revision": "quickbrownfaux"}', "data.json": b"[1,2,3]"}
    signed = sign(files, "secret", algorithm="HS256", key_id="foo", scope="write")
    found = signature_of(signed)
    assert found is not None
    assert found["header"] == {"alg": "HS256", "kid": "foo", "typ": "JWT"}
    assert [one["hash"][:8] for one in found["payload"]["files"]] == ["507a2c38", "a615eeae"]
    assert verify(signed, "secret", algorithm="HS256", key_id="foo", scope="write")["scope"] == "write"


# --- signing


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256", "HS256"])
def test_what_is_signed_verifies_and_nothing_else(algorithm: str, keys: dict[str, tuple[str, str]]) -> None:
    private, public = keys[algorithm]
    signed = sign(FILES, private, algorithm=algorithm)
    verify(signed, public, algorithm=algorithm)
    wrong: list[dict[str, bytes]] = [
        {**signed, "data.json": b'{"a": {"c": [1, 3]}}\n'},
        {**signed, "stray.txt": b""},
        {path: content for path, content in signed.items() if path != "a/b.rego"},
        {path: content for path, content in signed.items() if path != ".signatures.json"},
    ]
    for files in wrong:
        with pytest.raises(SignatureError):
            verify(files, public, algorithm=algorithm)
    with pytest.raises(SignatureError):
        verify(signed, public, algorithm=algorithm, scope="write")
    with pytest.raises(SignatureError):
        verify(signed, public, algorithm=algorithm, key_id="other")


@pytest.mark.parametrize("algorithm", ["RS256", "HS256"])
def test_signatures_are_the_same_each_time(algorithm: str, keys: dict[str, tuple[str, str]]) -> None:
    private, _ = keys[algorithm]
    assert pack(sign(FILES, private, algorithm=algorithm)) == pack(sign(FILES, private, algorithm=algorithm))


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256"])
def test_the_other_key_of_the_pair_is_told(algorithm: str, keys: dict[str, tuple[str, str]]) -> None:
    private, public = keys[algorithm]
    with pytest.raises(BundleError, match="private key"):
        sign(FILES, public, algorithm=algorithm)
    with pytest.raises(BundleError, match="the private one") as told:
        verify(sign(FILES, private, algorithm=algorithm), private, algorithm=algorithm)
    assert private.splitlines()[1] not in str(told.value)


def test_another_key_or_another_algorithm_does_not_verify(keys: dict[str, tuple[str, str]]) -> None:
    signed = sign(FILES, keys["RS256"][0])
    _, other = pem(rsa.generate_private_key(public_exponent=65537, key_size=2048))
    with pytest.raises(SignatureError):
        verify(signed, other)
    with pytest.raises(SignatureError):
        verify(signed, keys["PS256"][1], algorithm="PS256")
    none = jwt.encode({"files": []}, "", algorithm="none")
    with pytest.raises(SignatureError):
        verify({".signatures.json": json.dumps({"signatures": [none]}).encode()}, keys["RS256"][1])


@pytest.mark.parametrize(
    "around",
    [
        '{"signatures": ["%s"], "plugin": "x"}',
        '{"signatures": [], "signatures": ["%s"]}',
        '{"signatures": ["%s", "%s"]}',
        '[["signatures", ["%s"]]]',
        '["%s"]',
        "{}",
        "",
    ],
)
def test_nothing_stands_beside_the_signature(around: str) -> None:
    signed = sign(FILES, HMAC, algorithm="HS256")
    token = json.loads(signed[".signatures.json"])["signatures"][0]
    verify(
        signed | {".signatures.json": b'{ "signatures":\n["%s"]}' % token.encode()},
        HMAC,
        algorithm="HS256",
    )
    changed = around.replace("%s", token).encode()
    with pytest.raises(SignatureError):
        verify(signed | {".signatures.json": changed}, HMAC, algorithm="HS256")


@pytest.mark.parametrize(
    "change",
    [
        lambda files: [*files, files[0]],
        lambda files: [{**one, "name": "/" + one["name"]} for one in files] + files,
        lambda files: [{**one, "algorithm": ["SHA-256"]} for one in files],
        lambda files: [{**one, "algorithm": "SHA-3"} for one in files],
        lambda files: files[1:],
        lambda files: {"files": files},
        lambda _: None,
    ],
    ids=["twice", "twice-by-slash", "hash-no-text", "hash-unknown", "one-less", "no-list", "none"],
)
def test_a_list_of_files_that_is_odd_does_not_verify(change: Callable[[Any], Any]) -> None:
    signed = sign(FILES, HMAC, algorithm="HS256")
    payload = verify(signed, HMAC, algorithm="HS256")
    token = jwt.encode({**payload, "files": change(payload["files"])}, HMAC, algorithm="HS256")
    with pytest.raises(SignatureError):
        verify(
            signed | {".signatures.json": json.dumps({"signatures": [token]}).encode()},
            HMAC,
            algorithm="HS256",
        )


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("*.rego", "a.rego", True),
        ("*.rego", "a/b.rego", False),
        ("a/*.rego", "a/b.rego", True),
        ("a/*.rego", "x/a/b.rego", False),
        ("?.rego", "a.rego", True),
        ("a?b", "a/b", False),
        ("[a-c].rego", "b.rego", True),
        ("[^a-c].rego", "b.rego", False),
        (r"[\d].rego", "1.rego", False),
        (r"\*.rego", "a.rego", False),
        ("a.rego", "axrego", False),
    ],
)
def test_patterns_are_those_of_go(pattern: str, path: str, matches: bool) -> None:
    signed = sign(FILES, HMAC, algorithm="HS256") | {path: b"not signed"}
    if matches:
        verify(signed, HMAC, algorithm="HS256", exclude=[pattern])
        return
    with pytest.raises(SignatureError):
        verify(signed, HMAC, algorithm="HS256", exclude=[pattern])


@pytest.mark.parametrize("pattern", ["[", "[]", "[^]", "[a", "a\\", "[z-a]"])
def test_what_is_no_pattern_is_told(pattern: str) -> None:
    with pytest.raises(BundleError, match="is no pattern"):
        verify(sign(FILES, HMAC, algorithm="HS256"), HMAC, algorithm="HS256", exclude=[pattern])


def test_a_bundle_that_was_built_again_is_told_in_some_lines() -> None:
    signed = sign({f"a/{n}.rego": b"package a\n" for n in range(100)}, HMAC, algorithm="HS256")
    with pytest.raises(SignatureError, match="and 180 more") as told:
        verify({path.replace("a/", "b/"): one for path, one in signed.items()}, HMAC, algorithm="HS256")
    assert len(told.value.problems) == 21


def test_one_flipped_bit_does_not_verify() -> None:
    signed = sign(FILES, "secret", algorithm="HS256")
    packed = pack(signed)
    assert archive.as_packed(packed, unpack(packed))
    passed = []
    for place in range(len(packed)):
        for bit in range(8):
            data = bytearray(packed)
            data[place] ^= 1 << bit
            try:
                files = unpack(bytes(data))
                verify(files, "secret", algorithm="HS256")
            except (BundleError, SignatureError):
                continue
            if archive.as_packed(bytes(data), files):
                passed.append((place, bit))
    assert not passed


# --- archives


def tar_of(*entries: tarfile.TarInfo) -> bytes:
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as tar:
        for entry in entries:
            tar.addfile(entry, io.BytesIO(b"x" * entry.size))
    return gzip.compress(plain.getvalue(), mtime=0)


def entry(name: str, kind: bytes = tarfile.REGTYPE, size: int = 1, linkname: str = "") -> tarfile.TarInfo:
    found = tarfile.TarInfo(name)
    found.type, found.size, found.linkname = kind, size if kind == tarfile.REGTYPE else 0, linkname
    return found


@pytest.mark.parametrize(
    "entries",
    [
        [entry("../a")],
        [entry("a/../../b")],
        [entry("//etc/passwd")],
        [entry("a\\b")],
        [entry("a\x1bb")],
        [entry("a", tarfile.SYMTYPE, linkname="/etc/passwd")],
        [entry("a", tarfile.LNKTYPE, linkname="b")],
        [entry("a", tarfile.CHRTYPE)],
        [entry("a", tarfile.FIFOTYPE)],
        [entry("a"), entry("a")],
        [entry("a"), entry("./a")],
        [entry("a"), entry("/a")],
        [entry("a.rego"), entry("A.rego")],
        [entry("\u00e9"), entry("e\u0301")],
        [entry("a/b"), entry("a")],
        [entry("a", tarfile.CONTTYPE)],
    ],
    ids=lambda entries: ascii([(one.type, one.name) for one in entries]),
)
def test_what_has_no_place_in_a_bundle_is_refused(entries: list[tarfile.TarInfo]) -> None:
    with pytest.raises(BundleError):
        unpack(tar_of(*entries))


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGEST", 1 << 20)
    with pytest.raises(BundleError, match="unpacks to more"):
        unpack(gzip.compress(b"\0" * (4 << 20), mtime=0))
    monkeypatch.setattr(archive, "LARGEST_FILE", 10)
    with pytest.raises(BundleError, match="larger than 10"):
        unpack(tar_of(entry("a", size=11)))
    monkeypatch.setattr(archive, "MOST_FILES", 2)
    with pytest.raises(BundleError, match="more than 2 files"):
        unpack(tar_of(*[entry(name) for name in "abc"]))


@pytest.mark.parametrize(
    "data", [b"", b"no gzip", pack(FILES)[:-9], pack(FILES) + b"x", gzip.compress(b"no tar" * 200, mtime=0)]
)
def test_rubbish_is_refused(data: bytes) -> None:
    with pytest.raises(BundleError):
        unpack(data)


def test_a_broken_header_in_the_middle_is_no_end() -> None:
    plain = bytearray(gzip.decompress(pack(FILES)))
    plain[1024] ^= 1  # the name of the second file: its checksum is wrong now
    with pytest.raises(BundleError, match="damaged"):
        unpack(gzip.compress(bytes(plain), mtime=0))


def test_links_in_a_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "data.json").write_text("{}")
    (tmp_path / "more").symlink_to("/etc")
    with pytest.raises(BundleError, match="link"):
        read_bundle(tmp_path)


# --- manifests


def test_a_bundle_says_what_it_owns_and_its_revision_is_its_content() -> None:
    made = bundle({"a/b.rego": FILES["a/b.rego"]}, roots=["a"], data={"a": {"c": 1}}, metadata={"name": "x"})
    manifest = json.loads(made[".manifest"])
    assert manifest["roots"] == ["a"]
    assert manifest["rego_version"] == 1
    others = [
        bundle({"a/b.rego": b"package a.b\n"}, roots=["a"], data={"a": {"c": 1}}, metadata={"name": "x"}),
        bundle({"a/b.rego": FILES["a/b.rego"]}, roots=["a"], data={"a": {"c": 2}}, metadata={"name": "x"}),
        bundle({"a/b.rego": FILES["a/b.rego"]}, roots=["a"], data={"a": {"c": 1}}, metadata={"name": "y"}),
    ]
    revisions = {json.loads(one[".manifest"])["revision"] for one in (made, *others)}
    assert len(revisions) == 4


@pytest.mark.parametrize(
    ("files", "roots"),
    [
        ({"a.rego": b"package a\n"}, ["b"]),
        ({"a.rego": b"package ab\n"}, ["a"]),
        ({"data.json": b'{"a": 1, "b": 1}'}, ["a"]),
        ({"a/data.json": b'{"b": 1}'}, ["a/c"]),
        ({}, ["a", "a/b"]),
        ({"a.rego": b'package a["b/c"].d\n'}, ["a/b"]),
        ({"a.rego": b"# package a\npackage b\n"}, ["a"]),
        ({"a.rego": b"x := `\npackage a\n`\n"}, ["a"]),
        ({"data.yml": b"a: 1\n"}, ["a"]),
        ({"b/data.yaml": b"c: 1\n"}, ["a"]),
        ({"a/x.manifest": b"{}"}, ["a"]),
        ({".manifest.pb": b""}, ["a"]),
        ({"a/.signatures.json": b"{}"}, ["a"]),
        ({"patch.json": b'{"data": []}'}, ["a"]),
        ({"data.json": b"[" * 100_000}, ["a"]),
    ],
)
def test_what_opa_would_refuse_is_refused(files: dict[str, bytes], roots: list[str]) -> None:
    with pytest.raises(BundleError):
        bundle(files, roots=roots)


def test_what_opa_takes_is_taken() -> None:
    modules = {
        "a.rego": b'\xef\xbb\xbf\n# METADATA\n# title: package b\n  package a["b-c"] # d\n',
        "b.rego": b"package\ta.b_c\n",
        "a/data.yml": b"b: 1\n",
        "data.json": b'{"a": ' + b"9" * 10_000 + b"}",
    }
    assert set(bundle(modules, roots=["a"])) == {*modules, ".manifest"}


def test_bundles_that_own_the_same_are_named() -> None:
    one, other = (bundle({}, roots=[root]) for root in ("a/b", "a"))
    with pytest.raises(BundleError, match="one and other both own `a/b`"):
        check_disjoint({"one": one, "other": other})
    check_disjoint({"one": one, "other": bundle({}, roots=["a/bc"])})
    with pytest.raises(BundleError):
        check_disjoint({"one": one, "other": {"data.json": b"{}"}})


def test_data_has_no_fractions() -> None:
    with pytest.raises(BundleError, match=r"a\.0"):
        json_bytes({"a": [1.5]})


@pytest.mark.parametrize(
    "text",
    [
        b'["a"]',
        b'{"roots": "a"}',
        b'{"roots": ["a"], "roots": [""]}',
        b'{"roots": ["a"], "Roots": [""]}',
        b'{"roots": ' + b"[" * 100_000,
    ],
    ids=lambda text: text[:40].decode(),
)
def test_a_manifest_that_is_none_is_told(text: bytes) -> None:
    with pytest.raises(BundleError, match="is no manifest"):
        check_roots({".manifest": text})


# --- the words


def test_sign_and_verify_on_the_command_line(
    tmp_path: Path, keys: dict[str, tuple[str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "bundle"
    for path, content in bundle({"a/b.rego": FILES["a/b.rego"]}, roots=["a"]).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    for name, text in zip(("private.pem", "public.pem"), keys["ES256"], strict=True):
        (tmp_path / name).write_text(text)
    private, public, signed = (str(tmp_path / name) for name in ("private.pem", "public.pem", "x.tar.gz"))
    flags = ["--signing-alg", "ES256", "--scope", "write"]
    assert main(["bundle", "sign", "-b", str(folder), "--signing-key", private, "-o", signed, *flags]) == 0
    assert main(["bundle", "verify", "-b", signed, "--verification-key", public, *flags]) == 0
    assert main(["bundle", "sign", str(folder), "--signing-key", private, "-o", str(folder), *flags]) == 0
    assert main(["bundle", "verify", str(folder), "--verification-key", public, *flags]) == 0
    (folder / "a/b.rego").write_text("package a.b\n")
    capsys.readouterr()
    assert main(["bundle", "verify", str(folder), "--verification-key", public, *flags]) == 1
    assert "a/b.rego" in capsys.readouterr().err
    assert main(["bundle", "inspect", signed]) == 0
    said = capsys.readouterr().out
    assert "ES256, key default, scope write (not verified)" in said
    assert main(["bundle", "inspect", signed, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["manifest"]["roots"] == ["a"]
    assert main(["bundle", "verify", signed, "--verification-key", str(tmp_path / "no.pem"), *flags]) == 2
    assert main(["bundle", "verify", signed, "--verification-key", public]) == 1
    assert (
        main(["bundle", "sign", signed, "--signing-key", "secret", "--signing-alg", "ES256", "-o", signed])
        == 2
    )
    assert main(["bundle", "inspect", str(tmp_path / "nowhere")]) == 2
