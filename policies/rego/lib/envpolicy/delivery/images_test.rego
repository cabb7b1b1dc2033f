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

test_tags_that_move if {
	every tag in ["latest", "main", "stable", "alpine", "latest-3.18", "1.0-SNAPSHOT", "feature-login"] {
		images.moves(tag)
	}
}

test_tags_that_are_taken_for_fixed if {
	every tag in ["1", "v1.2.3", "20-alpine", "main-3f2a91c", "2026-01-31", "deadbeef", "release-12"] {
		not images.moves(tag)
	}
}
