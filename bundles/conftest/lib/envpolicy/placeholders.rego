# METADATA
# title: Values that are filled in later
# description: |
#   What Flux, a pipeline or a chart puts in the place of `${NAME}`, `#{name}#` or `{{ name }}` is not known: where two
#   such texts are equal their values may be.
package lib.envpolicy.placeholders

_form := `\$\{[^}]*\}|\$\([^)]*\)|\{\{.*\}\}|[#%]\{[^}]*\}`

# METADATA
# description: |
#   What is missing where a part of any of some texts is filled in later, as `fact of place`; an empty set where none
#   is.
missing(texts, fact, witness) := {said} if {
	some text in texts
	is_string(text)
	regex.match(_form, text)
	kind := split(witness.kind, ".")[0]
	said := sprintf("%v of %v %v/%v", [fact, kind, witness.namespace, witness.name])
} else := set()
