"""The connections that other people's cases expect, to the letter: np-guard/netpol-analyzer and Online Boutique.

Of an expected text only lines from workload to workload count. Dropped are lines about addresses outside
(`[External]`) and those that say what Ingress objects bring in (`{ingress-controller}`). Cases about other
networks of a pod (user-defined networks, attachments) and about virtual machines need kinds outside of our
scope: they skip, by name.
"""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from envpolicy.documents import read_manifests
from envpolicy.engines.opa_exec import OpaExecEngine
from envpolicy.reach import connections, format_connection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from envpolicy.documents import Document

CASES = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "netpol-analyzer"
OTHER_NETWORKS = re.compile(r"(^|_)c?udn_|^nad_|_vms?_")


def names() -> list[Any]:
    if not CASES.is_dir():
        return [pytest.param("", marks=pytest.mark.skip(reason="needs ../shared/corpus/netpol-analyzer"))]
    skip = pytest.mark.skip(
        reason="user-defined networks, attachments or virtual machines: outside of our scope"
    )
    return [
        pytest.param(case.name, marks=skip) if OTHER_NETWORKS.search(case.name) else case.name
        for case in sorted(CASES.iterdir())
    ]


def documents(folder: Path) -> list[Document]:
    found: list[Document] = []
    for path in sorted(folder.rglob("*")):
        # The folder of one case also holds an analyzer's own output.
        if path.suffix in {".yaml", ".yml", ".json"} and path.name != "connlist_output.json":
            reading = read_manifests(path.read_bytes(), str(path))
            assert not reading.problems, reading.problems
            found += reading.documents
    return found


def expected(text: str) -> set[str]:
    lines = (line.strip() for line in text.splitlines())
    return {
        line
        for line in lines
        if " => " in line and "[External]" not in line and "{ingress-controller}" not in line
    }


@pytest.mark.parametrize("name", names())
def test_connections_are_those_expected(name: str) -> None:
    found = [format_connection(item) for item in connections(documents(CASES / name / "manifests"))]
    assert len(found) == len(set(found))
    assert set(found) == expected((CASES / name / "expected.txt").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "name",
    ["anp_demo", "anp_banp_test_with_named_port_matched", "onlineboutique_workloads", "ipblockstest_2"],
)
def test_opa_finds_the_same(
    name: str, shared_corpus: Path, tool: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENVPOLICY_OPA", str(tool("opa")))
    read = documents(shared_corpus / "netpol-analyzer" / name / "manifests")
    assert connections(read, engine=OpaExecEngine()) == connections(read)


# --- Online Boutique as production and staging in two namespaces of one cluster


def moved(documents: list[Document], namespace: str) -> Iterator[dict[str, Any]]:
    for document in documents:
        if isinstance(document.value, dict) and "metadata" in document.value:
            item = copy.deepcopy(document.value)
            item["metadata"]["namespace"] = namespace
            yield item


def test_online_boutique_has_24_open_pairs_across_its_stages(shared_corpus: Path) -> None:
    read = documents(shared_corpus / "online-boutique")
    read = [item for item in read if "kustomize" not in json.dumps(item.value.get("apiVersion", ""))]
    both = [item for namespace in ("boutique-prod", "boutique-staging") for item in moved(read, namespace)]
    policies = [item for item in both if item["kind"] == "NetworkPolicy"]
    assert len(policies) == 2 * 13
    across = [item for item in connections(both) if item.source.namespace != item.target.namespace]
    assert len(across) == 24
    assert {item.target.name for item in across} == {"frontend"}
