# METADATA
# title: Single objects
# description: |
#   Without `--combine` a policy sees one document at a time: what it shows alone is told, and that nothing else was judged.
package hosts.conftest.alone

import data.hosts.conftest.tables
import data.lib.envpolicy.host_paths
import data.lib.envpolicy.leak_table

# METADATA
# description: What one object shows alone, and that pairs were not looked at.
warnings := array.concat(_found, _not_judged)

_not_judged := [{"msg": "this document was looked at alone: whether deployments are apart needs `conftest test --combine` with the plan"}]

_found := [entry |
	some leak, message in _signs
	row := leak_table.rows[leak]
	entry := {
		"msg": sprintf("%v: %v", [row.id, message]),
		"leak": row.id,
		"channel": row.channel,
		"severity": row.severity,
		"remediation": row.remediation,
	}
]

_kind := object.get(input, "kind", "") if is_object(input)

_group := concat("/", array.slice(steps, 0, count(steps) - 1)) if {
	steps := split(object.get(input, "apiVersion", ""), "/")
}

_key := _kind if {
	_group == ""
} else := sprintf("%v.%v", [_kind, _group])

_spec := spec if {
	is_object(input)
	spec := object.get(input, tables.templates[_key], null)
	is_object(spec)
}

_containers := [container |
	some list in ["initContainers", "containers", "ephemeralContainers"]
	some container in object.get(_spec, list, [])
	is_object(container)
]

_host_paths := [path |
	some volume in object.get(_spec, "volumes", [])
	path := volume.hostPath.path
	is_string(path)
]

_signs["node_hostns"] := "it shares a namespace of its node" if {
	some field in ["hostNetwork", "hostPID", "hostIPC"]
	_spec[field] == true
}

_signs["node_privileged"] := "a container is privileged" if {
	some container in _containers
	container.securityContext.privileged == true
}

_signs["node_runtime_socket"] := "it mounts the container runtime's socket, or a folder above it" if {
	some path in _host_paths
	host_paths.is_runtime(host_paths.clean(path))
}

_signs["rbac_cluster_admin"] := "it gives cluster-admin away" if {
	_kind == "ClusterRoleBinding"
	input.roleRef.name == "cluster-admin"
}

_signs["rbac_broad_group"] := "it gives rights to everybody" if {
	_kind in {"ClusterRoleBinding", "RoleBinding"}
	some subject in input.subjects
	subject.kind == "Group"
	subject.name in {"system:authenticated", "system:unauthenticated", "system:serviceaccounts"}
}
