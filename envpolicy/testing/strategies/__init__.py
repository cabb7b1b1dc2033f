"""Hypothesis strategies, small worlds on purpose: few names, so that things meet.

| module | what it makes |
|---|---|
| `plans` | placements, deployments (with facts missing), registers, whole estate documents |
| `rules` | selectors and requirement bodies, as a regulation file has them |
| `objects` | Kubernetes objects about access: accounts, roles, bindings |
| `leaky` | the compliant estate with examples of leaks, and edits that mean nothing |
| `effort` | how many examples, where each costs an engine's time |
"""
