"""Where manifests come from: each form of a source, and what goes wrong with it."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING, Any

import pytest

from envpolicy.sources import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from envpolicy.documents import Reading


@pytest.fixture
def tree(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """Return a function that writes files below a fresh folder, and the folder."""

    def write(files: dict[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return tmp_path

    return write


def _files(reading: Reading) -> list[str]:
    return [document.file for document in reading.documents]


def _problems(reading: Reading) -> list[str]:
    return [str(problem) for problem in reading.problems]


FOLDER = {
    "m/b.yaml": "a: NO\n",
    "m/a/deep.yml": "a: 1\n---\na: 2\n",
    "m/c.json": '{"a": 3}',
    "m/readme.md": "no: manifest\n",
    "m/.git/x.yaml": "a: hidden\n",
    "m/.hidden.yaml": "a: hidden\n",
}


def test_a_folder_is_read_in_the_order_of_names(tree: Callable[..., Path]) -> None:
    reading = read(["m"], base=tree(FOLDER))
    assert _files(reading) == ["m/a/deep.yml", "m/a/deep.yml", "m/b.yaml", "m/c.json"]
    assert not reading.problems
    assert reading.documents[2].value == {"a": False}


@pytest.mark.parametrize(
    ("pattern", "files"),
    [
        ("m/*.yaml", ["m/b.yaml"]),
        ("m/**/*.y*ml", ["m/a/deep.yml", "m/a/deep.yml", "m/b.yaml"]),
        ("m/[ab]*", ["m/a/deep.yml", "m/a/deep.yml", "m/b.yaml"]),
        ("*/c.json", ["m/c.json"]),
        ("m/.*/*.yaml", ["m/.git/x.yaml"]),
    ],
)
def test_patterns(tree: Callable[..., Path], pattern: str, files: list[str]) -> None:
    reading = read([pattern], base=tree(FOLDER))
    assert _files(reading) == files
    assert not reading.problems


def test_a_file_that_is_reached_twice_is_read_once(tree: Callable[..., Path]) -> None:
    base = tree(FOLDER)
    (base / "m" / "link.yaml").symlink_to("b.yaml")
    assert _files(read(["m/b.yaml", "m/link.yaml", "m/*.yaml", "m/../m/b.yaml"], base=base)) == ["m/b.yaml"]


def test_standard_input(tree: Callable[..., Path]) -> None:
    base = tree(FOLDER)
    assert [document.value for document in read(["-"], base=base, stdin=b"a: on\n").documents] == [
        {"a": True}
    ]
    assert _files(read(["-", "m/b.yaml", "-"], base=base, stdin=lambda: b"a: 1\n")) == ["-", "m/b.yaml"]
    assert read(["-"], base=base).problems


@pytest.mark.parametrize(
    "given", ["nope", "nope*", "**/nope.yaml", "", 5, {"path": "m", "release": "x"}, {}, "a\0b"]
)
def test_what_gives_nothing_is_a_problem(tree: Callable[..., Path], given: object) -> None:
    reading = read([given], base=tree(FOLDER))
    assert len(reading.problems) == 1
    assert not reading.documents


def test_an_empty_folder_is_a_problem(tmp_path: Path) -> None:
    assert _problems(read([tmp_path.name], base=tmp_path.parent))[0].startswith(
        f"{tmp_path.name}: there are no"
    )


def test_a_bad_file_does_not_stop_the_others(tree: Callable[..., Path]) -> None:
    base = tree({"m/a.yaml": "a: [", "m/b.yaml": "b: 1", "m/c.yaml": "{{ .x }}: 1", "m/d.yaml": "a: \x01"})
    reading = read(["m"], base=base)
    assert _files(reading) == ["m/b.yaml"]
    first, template, control = _problems(reading)
    assert first.startswith("m/a.yaml:2:1: ")
    assert template.startswith("m/c.yaml:1:")
    assert "Helm template" in template
    assert control.startswith("m/d.yaml:1:4: ")


def test_pipes_sockets_and_devices_are_problems_and_nobody_waits(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket.yaml"))
        reading = read([".", "pipe.yaml", "/dev/zero"], base=tmp_path)
    assert [problem.location.file for problem in reading.problems if problem.location] == [
        "pipe.yaml",
        "socket.yaml",
        "/dev/zero",
    ]
    assert not reading.documents


def test_links_in_a_circle_are_problems(tree: Callable[..., Path]) -> None:
    base = tree(FOLDER)
    (base / "m" / "self").symlink_to("self")
    (base / "m" / "a" / "up").symlink_to("..")
    (base / "m" / "a" / "nowhere.yaml").symlink_to("missing.yaml")
    reading = read(["m"], base=base)
    assert len(reading.documents) == 4
    assert sorted(problem.location.file for problem in reading.problems if problem.location) == [
        "m/a/nowhere.yaml",
        "m/a/up",
        "m/self",
    ]
    assert len(read(["m/**/*.json"], base=base).documents) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_a_problem(tree: Callable[..., Path]) -> None:
    base = tree(FOLDER)
    (base / "m" / "b.yaml").chmod(0)
    assert _problems(read(["m"], base=base)) == ["m/b.yaml: permission denied"]


def test_names_are_relative_to_the_base_where_they_can_be(tree: Callable[..., Path]) -> None:
    base = tree(FOLDER)
    assert _files(read(["../m/b.yaml"], base=base / "m")) == ["../m/b.yaml"]
    assert _files(read([str(base / "m" / "b.yaml")], base=base)) == ["m/b.yaml"]
    outside = base / "other"
    assert _files(read([str(base / "m" / "b.yaml")], base=outside)) == [str(base / "m" / "b.yaml")]


KUSTOMIZATIONS = {
    "base/kustomization.yaml": "resources: [app.yaml]\n",
    "base/app.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app}\n",
    "base/notes.yaml": "not: listed\n",
    "overlays/prod/kustomization.yaml": "resources: [../../base]\nnamePrefix: prod-\n",
    "parts/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n",
    "plain.yaml": "kind: Plain\n",
}


def test_a_kustomization_that_only_lists_files_is_read_from_them(
    tree: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    base = tree(KUSTOMIZATIONS)
    for given in ("base", "base/kustomization.yaml", {"kustomize": "base"}):
        reading = read([given], base=base)
        assert _files(reading) == ["base/app.yaml"]
        assert not reading.problems


@pytest.mark.parametrize("name", ["kustomize", "kubectl"])
def test_kustomizations_are_rendered_and_what_they_build_on_is_left_to_them(
    tree: Callable[..., Path], tool: Callable[[str], Path], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = tree(KUSTOMIZATIONS)
    (base / "bin").mkdir()
    (base / "bin" / name).symlink_to(tool(name))
    monkeypatch.setenv("PATH", str(base / "bin"))
    reading = read(["."], base=base)
    assert _problems(reading) == []
    assert _files(reading) == ["overlays/prod (kustomize build)", "plain.yaml"]
    assert reading.documents[0].value["metadata"]["name"] == "prod-app"


CHART = {
    "web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 0.1.0\n",
    "web/values.yaml": "x: 1\ny: 1\n",
    "web/templates/cm.yaml": "kind: A\nname: {{ .Release.Name }}.{{ .Release.Namespace }}\nx: {{ .Values.x | quote }}\n"
    "---\nkind: B\n",
    "more.yaml": "x: 2\n",
}


def test_charts_are_rendered(
    tree: Callable[..., Path], tool: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    base = tree(CHART)
    monkeypatch.setenv("PATH", str(tool("helm").parent))
    reading = read(["."], base=base)
    assert _problems(reading) == []
    assert _files(reading) == ["more.yaml", *["web/templates/cm.yaml (helm template)"] * 2]
    given = {
        "chart": "web",
        "release": "shop",
        "namespace": "prod",
        "values": ["more.yaml"],
        "set": {"x": "a,b=c"},
    }
    first, second = read([given], base=base).documents
    assert first.value == {"kind": "A", "name": "shop.prod", "x": "a,b=c"}
    assert (first.namespace, first.line, first.position(("x",)).line) == ("prod", 2, 4)
    assert (second.value, second.line) == ({"kind": "B"}, 2)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("web", "helm is not installed"),
        ({"chart": "web", "release": "--post-renderer=x"}, "is not installed|cannot be the name"),
        ("overlays/prod", "neither kustomize nor kubectl is installed"),
    ],
)
def test_a_tool_that_is_not_there_is_named_with_the_way_to_get_it(
    tree: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, given: Any, words: str
) -> None:
    base = tree({**CHART, **KUSTOMIZATIONS})
    monkeypatch.setenv("PATH", "")
    (problem,) = read([given], base=base).problems
    assert any(word in problem.message for word in words.split("|"))
    assert "install" in (problem.hint or "")


def test_what_a_tool_says_when_it_fails_is_passed_on(
    tree: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = tree({**CHART, "bin/helm": "#!/bin/sh\necho broken >&2\nexit 1\n"})
    (base / "bin" / "helm").chmod(0o755)
    monkeypatch.setenv("PATH", f"{base / 'bin'}:/usr/bin:/bin")
    (problem,) = read(["web"], base=base).problems
    assert problem.message == "helm fails: broken"
    (problem,) = read([{"chart": "web", "release": "-x"}], base=base).problems
    assert "cannot be the name of a release" in problem.message


def test_a_tool_that_never_ends_is_stopped(
    tree: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from envpolicy.sources.run import run

    base = tree({"sleep.sh": "#!/bin/sh\nexec sleep 60\n"})
    (base / "sleep.sh").chmod(0o755)
    problem = run([str(base / "sleep.sh")], cwd=base, file="x", timeout=0.2)
    assert "took more than" in str(problem)


@pytest.mark.parametrize("name", ["kube-prometheus", "online-boutique"])
def test_real_repositories_are_read_without_a_problem(shared_corpus: Path, name: str) -> None:
    reading = read([name], base=shared_corpus)
    assert _problems(reading) == []
    assert len(reading.documents) > 20
