"""Generated estates of any size: plain YAML files and a plan, the same for the same size."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: Objects that one deployment has besides its workloads: Namespace, policies, quota, account, secret.
PER_FILE = 50

_WORKLOAD = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}
  namespace: {namespace}
  labels: {{app.kubernetes.io/name: {name}, tier: t{tier}}}
spec:
  replicas: 2
  selector:
    matchLabels: {{app.kubernetes.io/name: {name}}}
  template:
    metadata:
      labels: {{app.kubernetes.io/name: {name}, tier: t{tier}}}
    spec:
      serviceAccountName: app
      containers:
        - name: main
          image: registry.example/{name}:1.0
          ports: [{{containerPort: {port}}}]
          env:
            - name: PASSWORD
              valueFrom: {{secretKeyRef: {{name: app, key: password}}}}
          resources:
            requests: {{cpu: 100m, memory: 128Mi}}
            limits: {{memory: 256Mi}}
"""

_SERVICE = """\
apiVersion: v1
kind: Service
metadata: {{name: {name}, namespace: {namespace}}}
spec:
  selector: {{app.kubernetes.io/name: {name}}}
  ports: [{{port: {port}}}]
"""

_NAMESPACE = """\
apiVersion: v1
kind: Namespace
metadata: {{name: {namespace}, labels: {{team: t{number}}}}}
---
apiVersion: v1
kind: ServiceAccount
metadata: {{name: app, namespace: {namespace}}}
automountServiceAccountToken: false
---
apiVersion: v1
kind: Secret
metadata: {{name: app, namespace: {namespace}}}
stringData: {{password: password-of-{namespace}}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {{name: same-namespace, namespace: {namespace}}}
spec:
  podSelector: {{}}
  policyTypes: [Ingress, Egress]
  ingress: [{{from: [{{podSelector: {{}}}}]}}]
  egress: [{{to: [{{podSelector: {{}}}}]}}]
"""

_POLICY = """\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {{name: from-{other}-{number}, namespace: {namespace}}}
spec:
  podSelector: {{matchLabels: {{tier: t{tier}}}}}
  policyTypes: [Ingress]
  ingress:
    - from:
        - namespaceSelector: {{matchLabels: {{team: t{other}}}}}
          podSelector: {{matchLabels: {{tier: t{tier}}}}}
      ports: [{{port: 8080}}]
"""


def write(folder: Path, objects: int, namespaces: int) -> Path:
    """Write about `objects` objects for `namespaces` deployments of one cluster; returns the plan's path.

    Nine in ten objects are workloads and their Services, the rest what isolates them: one policy that keeps
    each namespace to itself, and some that open it to a neighbour (whose egress stays shut).
    """
    documents: list[str] = []
    per_namespace = objects // namespaces
    for number in range(namespaces):
        namespace = f"app-{number}"
        documents += _NAMESPACE.format(namespace=namespace, number=number).split("---\n")
        for policy in range(per_namespace // 10):
            documents.append(
                _POLICY.format(
                    namespace=namespace,
                    number=policy,
                    other=(number + policy + 1) % namespaces,
                    tier=policy % 4,
                )
            )
        for workload in range((per_namespace - 4 - per_namespace // 10) // 2):
            values = {"name": f"w{workload}", "namespace": namespace, "tier": workload % 4, "port": 8080}
            documents += [_WORKLOAD.format(**values), _SERVICE.format(**values)]
    manifests = folder / "manifests"
    manifests.mkdir(parents=True)
    for start in range(0, len(documents), PER_FILE):
        text = "---\n".join(documents[start : start + PER_FILE])
        (manifests / f"{start // PER_FILE:05}.yaml").write_text(text, encoding="utf-8")
    plan = folder / "envpolicy.yaml"
    plan.write_text(_plan(namespaces), encoding="utf-8")
    return plan


def _plan(namespaces: int) -> str:
    deployments = "".join(
        f"  - name: app-{number}-{'prod' if number % 2 else 'staging'}\n"
        f"    application: app-{number // 2}\n"
        f"    stage: {'production' if number % 2 else 'staging'}\n"
        f"    protection: normal\n"
        f"    placement: {{environment: main, cluster: wc, namespace: app-{number}}}\n"
        for number in range(namespaces)
    )
    return f"""\
apiVersion: envpolicy.dev/v1alpha1
kind: DeploymentPlan
metadata: {{name: generated}}
regulations: [iso-27001-2022, bsi-app-4.4]
environments:
  - name: main
    class: production
    clusters:
      - name: wc
        role: workload
        manifests: [manifests]
        facts: {{networkPolicyEnforced: true, inventory: complete}}
deployments:
{deployments}"""
