"""What the proof is made of, shipped as `envpolicy[testing]` so that users can prove rules of their own.

- `oracle`: the executable specification, plain Python written from the text; it imports nothing of envpolicy.
- `strategies`: Hypothesis strategies for estates, plans, records and Kubernetes objects.
- `laws`: what must hold of every evaluation, whoever makes it: the model, the embedded engine, a real OPA.
"""
