package lib.envpolicy.levels_test

import data.lib.envpolicy.levels

_place := {"environment": "prod", "cluster": "prod/wc", "namespace": "shop", "release": "a", "selector": null}

test_each_level_is_what_two_placements_no_longer_share if {
	levels.between(_place, _place) == 0
	levels.between(_place, object.union(_place, {"release": "b"})) == 1
	levels.between(_place, object.union(_place, {"selector": {"matchLabels": {"app": "b"}}})) == 1
	levels.between(_place, object.union(_place, {"namespace": "other"})) == 2
	levels.between(_place, object.union(_place, {"cluster": "prod/wc2"})) == 3
	levels.between(_place, object.union(_place, {"environment": "test", "cluster": "test/wc"})) == 4
}

test_equal_namespaces_of_two_clusters_are_two if {
	levels.between(_place, object.union(_place, {"cluster": "prod/wc2"})) == 3
}
