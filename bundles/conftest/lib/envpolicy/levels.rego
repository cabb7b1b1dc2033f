# METADATA
# title: Levels of isolation
# description: |
#   A total order, decided by placement: none, release, namespace, cluster, environment, as the numbers 0 to 4.
package lib.envpolicy.levels

names := ["none", "release", "namespace", "cluster", "environment"]

number := {"none": 0, "release": 1, "namespace": 2, "cluster": 3, "environment": 4}

# METADATA
# description: |
#   The nominal level of two placements `{"environment", "cluster", "namespace", "release", "selector"}`;
#   a cluster's identity is (environment, cluster), a namespace's is (environment, cluster, namespace).
#   Two placements in one namespace are apart when they name different releases or different selectors.
between(a, b) := 4 if {
	a.environment != b.environment
} else := 3 if {
	a.cluster != b.cluster
} else := 2 if {
	a.namespace != b.namespace
} else := 1 if {
	[a.release, a.selector] != [b.release, b.selector]
} else := 0
