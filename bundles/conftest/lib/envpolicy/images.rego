# METADATA
# title: Container images, as workloads name them
# description: |
#   A reference in one form, and whether what it names can change under it: a digest cannot; a tag without a digit in it
#   (`latest`, the name of a branch, a flavour) moves, and so does a snapshot; a tag with a version, a date or a commit
#   in it is taken for fixed. Docker's own library is pushed by neither of two deployments, and has no branches: there a
#   flavour (`redis:alpine`) is a line of releases, as `redis:8` is. A name without registry, path, tag and digest that
#   this library does not have (`image: frontend`) can be pulled from nowhere: a build tool puts the real one there.
package lib.envpolicy.images

import data.lib.envpolicy.workloads

# METADATA
# description: |
#   A reference as `{"repository", "tag", "digest"}`: the repository with its registry (that of Docker where none is
#   named), `latest` where no tag is named. Undefined where a placeholder stands for a part of it.
parsed(reference) := known if {
	known := of_pods[reference]
} else := _read(reference)

# METADATA
# description: "The images that pods run, by their reference: many pods run one, and several checks ask."
of_pods := {reference: _read(reference) |
	some reference in {object.get(item.container, "image", null) |
		some workload in workloads.all
		some item in workload.containers
	}
}

_read(reference) := {"repository": _repository(parts[0]), "tag": parts[1], "digest": digest} if {
	is_string(reference)
	text := trim_space(reference)
	text != ""
	not regex.match(`[{}$<>\s]`, text)
	halves := array.concat(split(text, "@"), [""])
	digest := halves[1]
	parts := _cut(halves[0])
}

# The last colon cuts the tag off, unless it is that of a port.
_cut(text) := [trim_suffix(text, sprintf(":%v", [tag])), tag] if {
	steps := split(text, "/")
	pieces := split(steps[count(steps) - 1], ":")
	count(pieces) > 1
	tag := pieces[1]
} else := [text, "latest"]

_repository(name) := lower(name) if {
	steps := split(name, "/")
	count(steps) > 1
	_is_registry(steps[0])
	not _is_docker(steps)
} else := concat("/", ["docker.io/library", lower(rest)]) if {
	rest := _without_docker(name)
	not contains(rest, "/")
} else := concat("/", ["docker.io", lower(_without_docker(name))])

_is_docker(steps) if lower(steps[0]) in {"docker.io", "index.docker.io", "registry-1.docker.io"}

_without_docker(name) := regex.replace(name, `^(index\.|registry-1\.)?docker\.io/`, "")

_is_registry("localhost") := true

_is_registry(step) if regex.match(`[.:]`, step)

# METADATA
# description: Whether a reference is a name alone, for which a build tool puts the real one.
stands_for_another(reference) if {
	regex.match(`^[^/:@]+$`, reference)
	not lower(trim_space(reference)) in _library
}

# METADATA
# description: Whether what a parsed reference names by its tag is whatever was pushed last.
moves(image) if {
	image.digest == ""
	_moves(image.tag)
	not _is_release_line(image)
}

_is_release_line(image) if {
	image.tag != "latest"
	startswith(image.repository, "docker.io/library/")
	trim_prefix(image.repository, "docker.io/library/") in _library
}

_moves(tag) if {
	not regex.match(`[0-9]`, tag)
	not regex.match(`^(sha[-_]?)?[0-9a-f]{7,64}$`, tag)
}

_moves(tag) if regex.match(`^(?i:latest)([-_.]|$)`, tag)

_moves(tag) if regex.match(`(?i:snapshot)`, tag)

# The official images of Docker Hub.
_library := {name | some line in _library_lines; some name in split(line, " ")}

_library_lines := [
	"adminer aerospike almalinux alpine amazoncorretto amazonlinux api-firewall arangodb archlinux backdrop bash bonita",
	"buildpack-deps busybox caddy cassandra centos chronograf cirros clickhouse clojure composer consul couchbase couchdb",
	"crate dart debian docker drupal eclipse-mosquitto eclipse-temurin elasticsearch elixir emqx erlang fedora flink",
	"fluentd friendica gcc geonetwork ghost golang gradle groovy haproxy haskell haxe hello-world hitch httpd",
	"ibm-semeru-runtimes influxdb jetty joomla jruby julia kapacitor kibana kong krakend liquibase logstash mageia",
	"mariadb matomo maven mediawiki memcached mongo mongo-express monica mysql nats neo4j nextcloud nginx node odoo",
	"open-liberty openjdk oraclelinux orientdb percona perl photon php phpmyadmin plone postfixadmin postgres pypy",
	"python r-base rabbitmq redis redmine registry rethinkdb rocket.chat rockylinux ros ruby rust sapmachine satosa",
	"silverpeas solr sonarqube spark spiped storm swift swipl teamspeak telegraf tomcat tomee traefik ubuntu unit",
	"valkey varnish vault websphere-liberty wordpress xwiki yourls znc zookeeper",
]
