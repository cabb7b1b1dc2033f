package lib.envpolicy.images_test

import data.lib.envpolicy.images

_whole := {
	"web": ["docker.io/library/web", "latest", ""],
	"docker.io/web:1": ["docker.io/library/web", "1", ""],
	"index.docker.io/team/web": ["docker.io/team/web", "latest", ""],
	"team/web:main": ["docker.io/team/web", "main", ""],
	"localhost/web": ["localhost/web", "latest", ""],
	"registry:5000/web": ["registry:5000/web", "latest", ""],
	"registry:5000/web:v1@sha256:ab": ["registry:5000/web", "v1", "sha256:ab"],
	"Registry.example/team/web@sha256:ab": ["registry.example/team/web", "latest", "sha256:ab"],
}

test_references_in_one_form if {
	every reference, parts in _whole {
		images.parsed(reference) == {"repository": parts[0], "tag": parts[1], "digest": parts[2]}
	}
}

test_placeholders_are_no_images if {
	every text in ["", " ", "$(IMAGE)", "${IMAGE}:latest", "{{ .Values.image }}", "<image>", null, 7] {
		not images.parsed(text)
	}
}

_moving := [
	"team/web", "team/web:latest", "web:latest", "web:main", "nginx", "nginx:latest", "team/web:stable",
	"team/web:alpine", "team/web:latest-3.18", "team/web:1.0-SNAPSHOT", "docker.io/team/redis:feature-login",
]

test_tags_that_move if {
	every reference in _moving {
		images.moves(images.parsed(reference))
	}
}

test_names_that_stand_for_another if {
	images.stands_for_another("frontend")
	every reference in ["nginx", "Redis", "frontend:latest", "team/frontend", "frontend@sha256:ab"] {
		not images.stands_for_another(reference)
	}
}

_fixed := [
	"team/web:1", "team/web:v1.2.3", "node:20-alpine", "team/web:main-3f2a91c", "team/web:2026-01-31",
	"team/web:deadbeef", "team/web:release-12", "team/web:latest@sha256:ab", "redis:alpine",
	"docker.io/library/nginx:stable",
]

test_tags_that_are_taken_for_fixed if {
	every reference in _fixed {
		not images.moves(images.parsed(reference))
	}
}
