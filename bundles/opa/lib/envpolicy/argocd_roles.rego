# METADATA
# title: Who may sync what in Argo CD
# description: |
#   Roles of AppProjects (`spec.roles`): their policies are lines `p, proj:<project>:<role>, <resource>, <action>,
#   <object>, <effect>`, whose resource, action and object are globs, and their groups those of the identity provider.
package lib.envpolicy.argocd_roles

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields

# METADATA
# description: |
#   `{"group", "project", "witness"}` for each group that a role of a project lets sync its Applications: `group` names
#   the Argo CD too, `project` is `[cluster, name]`.
syncs := [right |
	some entry in estate.all("AppProject.argoproj.io")
	some index, role in fields.list(entry.object, ["spec", "roles"])
	lines := [_parts(text) | some text in fields.texts(role, ["policies"])]
	_allowed(lines, _subject(entry, role), entry.name)
	some group in fields.texts(role, ["groups"])
	right := {
		"group": sprintf("group %v at the Argo CD of %v", [group, entry.cluster]),
		"project": [entry.cluster, entry.name],
		"witness": estate.witness(entry, ["spec", "roles", index, "groups"]),
	}
]

_subject(entry, role) := sprintf("proj:%v:%v", [entry.name, fields.text(role, ["name"])])

_parts(text) := [trim_space(part) | some part in split(text, ",")]

_allowed(lines, subject, project) if {
	not _denied(lines, subject, project)
	some line in lines
	_speaks(line, subject, project, "allow")
}

# A denial of the whole project; one of some Applications leaves the others.
_denied(lines, subject, project) if {
	some line in lines
	_speaks(line, subject, project, "deny")
	line[4] in {"*", "*/*", sprintf("%v/*", [project])}
}

_speaks(line, subject, project, effect) if {
	count(line) == 6
	line[0] == "p"
	line[1] == subject
	glob.match(line[2], null, "applications")
	glob.match(line[3], null, "sync")
	glob.match(split(line[4], "/")[0], null, project)
	lower(line[5]) == effect
}
