# METADATA
# title: Fields of custom resources, whatever stands there
# description: |
#   Nothing checks a custom resource on its way into the estate. These read a field as what its schema says, and take
#   anything else for an absent one.
package lib.envpolicy.fields

# METADATA
# description: A text; "" where there is none.
text(item, path) := found if {
	is_object(item)
	found := object.get(item, path, "")
	is_string(found)
} else := ""

# METADATA
# description: A list; an empty one where there is none.
list(item, path) := found if {
	is_object(item)
	found := object.get(item, path, [])
	is_array(found)
} else := []

# METADATA
# description: A mapping; an empty one where there is none.
mapping(item, path) := found if {
	is_object(item)
	found := object.get(item, path, {})
	is_object(found)
} else := {}

# METADATA
# description: The texts of a list.
texts(item, path) := [found | some found in list(item, path); is_string(found)]
