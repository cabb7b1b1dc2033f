# METADATA
# title: Applications of Argo CD
# description: |
#   Reads argoproj.io/v1alpha1 Application, ApplicationSet and AppProject. What an ApplicationSet generates from a list
#   is read as the Applications that it makes; of any other generator only the parts are known that are no template.
package lib.envpolicy.argocd_objects

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields

_sets := estate.all("ApplicationSet.argoproj.io")

# METADATA
# description: Every object of Argo CD.
everything := array.concat(
	array.concat(estate.all("Application.argoproj.io"), estate.all("AppProject.argoproj.io")),
	_sets,
)

# METADATA
# description: |
#   `{"entry", "cluster", "namespace", "name", "annotations", "project", "spec", "path", "whole"}` for each Application;
#   `path` leads to its spec, `whole` is false where a template stands for things that are not known.
applications := array.concat(
	[_application(entry, entry.object, ["spec"], entry.name) | some entry in estate.all("Application.argoproj.io")],
	array.concat(_listed, _templates),
)

_application(entry, item, path, name) := {
	"entry": entry,
	"cluster": entry.cluster,
	"namespace": entry.namespace,
	"name": name,
	"annotations": fields.mapping(item, ["metadata", "annotations"]),
	"project": _project(fields.text(item, ["spec", "project"])),
	"spec": fields.mapping(item, ["spec"]),
	"path": path,
	"whole": not_templated(json.marshal(fields.mapping(item, ["spec"]))),
}

_project(name) := name if {
	name != ""
} else := "default"

# METADATA
# description: Whether a text is free of template marks.
not_templated(text) if {
	not contains(text, "{{")
} else := false

# Sets whose Applications are given are read through these.
_expanded := {[entry.cluster, entry.namespace, owner.name] |
	some entry in estate.all("Application.argoproj.io")
	some owner in fields.list(entry.object, ["metadata", "ownerReferences"])
	owner.kind == "ApplicationSet"
}

_open := [entry | some entry in _sets; not [entry.cluster, entry.namespace, entry.name] in _expanded]

_listed := [application |
	some entry in _open
	some generator in fields.list(entry.object, ["spec", "generators"])
	some element in fields.list(generator, ["list", "elements"])
	is_object(element)
	template := fields.mapping(entry.object, ["spec", "template"])
	item := json.unmarshal(strings.replace_n(_words(element), json.marshal(template)))
	path := ["spec", "template", "spec"]
	application := _application(entry, item, path, fields.text(item, ["metadata", "name"]))
]

_words(element) := {mark: value |
	some key, value in element
	is_string(value)
	not regex.match(`["\\]`, value)
	some form in ["{{%v}}", "{{ %v }}", "{{.%v}}", "{{ .%v }}"]
	mark := sprintf(form, [key])
}

_templates := [application |
	some entry in _open
	not _only_lists(entry)
	template := fields.mapping(entry.object, ["spec", "template"])
	path := ["spec", "template", "spec"]
	application := _application(entry, template, path, fields.text(template, ["metadata", "name"]))
]

_only_lists(entry) if {
	generators := fields.list(entry.object, ["spec", "generators"])
	every generator in generators {
		fields.list(generator, ["list", "elements"]) != []
	}
}

# METADATA
# description: The destinations in use, as `[cluster, server, name]`.
targets := {[application.cluster, destination.server, destination.name] |
	some application in applications
	destination := destination_of(application)
}

# METADATA
# description: Where an Application deploys to, `{"server", "name", "namespace"}`, each "" where absent.
destination_of(application) := {part: fields.text(application.spec, ["destination", part]) |
	some part in ["server", "name", "namespace"]
}

# METADATA
# description: Its sources, one or several, as `[path, source]`.
sources(application) := array.concat(
	[[array.concat(application.path, ["source"]), one] |
		one := fields.mapping(application.spec, ["source"])
		count(one) > 0
		fields.list(application.spec, ["sources"]) == []
	],
	[[array.concat(application.path, ["sources", index]), one] |
		some index, one in fields.list(application.spec, ["sources"])
		is_object(one)
	],
)
