# METADATA
# title: Who may administer what
package lib.envpolicy.access

# METADATA
# description: Interim; whether two deployments have disjoint administrators and subjects.
verdict(_, _) := {"value": null, "witness": [], "missing": ["administrators"]}
