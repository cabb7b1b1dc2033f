"""The executable specification: each part of the meaning in a few plain lines, to be read by an auditor.

It is written from the text (the design, the rulings, the Kubernetes documentation) and imports neither the
policies nor the compiler nor anything else of envpolicy, so that one misreading is not made twice. It is slow
on purpose: pod by pod, pair by pair, port by port. Truth has three values: True, False, and None for "the
input does not say".

| module | what it says |
|---|---|
| `truth` | the three values |
| `levels` | how far apart two placements stand; what leaks leave of it |
| `claims` | which deployment owns which object |
| `selectors` | which deployments a requirement speaks of |
| `requirements` | the verdict on a requirement |
| `records` | changes, updates, evidence, working days |
| `labels` | Kubernetes label selectors |
| `network` | which pod reaches which |
| `rbac` | who may do what, and what can be made of it |
"""
