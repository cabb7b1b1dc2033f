"""Hypothesis strategies, small worlds on purpose: few names, so that things meet.

| module | what it makes |
|---|---|
| `plans` | placements, deployments (with facts missing), registers, whole estate documents |
| `rules` | selectors and requirement bodies, as a regulation file has them |
| `objects` | Kubernetes objects of the kinds that matter, sound and rubbish |
| `edits` | estates that are compliant at a level, leaks and neutral edits to apply to them |
"""
