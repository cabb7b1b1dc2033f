"""Kubernetes objects as YAML that people read: long text in blocks, keys in the order in which they were written."""

from __future__ import annotations

from typing import Any

import yaml


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    def ignore_aliases(self, _: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def manifest(*objects: Any) -> bytes:
    """The objects as documents of one file."""
    documents = [
        yaml.dump(one, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120) for one in objects
    ]
    return "---\n".join(documents).encode()


def kustomization(*resources: str) -> bytes:
    """A kustomization of some files or folders, in that order."""
    return manifest(
        {
            "apiVersion": "kustomize.config.k8s.io/v1beta1",
            "kind": "Kustomization",
            "resources": list(resources),
        }
    )


def by_group(kinds: tuple[str, ...]) -> dict[str, list[str]]:
    """Kinds (`Kind.group`) by their group."""
    found: dict[str, list[str]] = {}
    for one in kinds:
        kind, _, group = one.partition(".")
        found.setdefault(group, []).append(kind)
    return dict(sorted(found.items()))
