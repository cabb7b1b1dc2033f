# METADATA
# title: What is lacking
# description: |
#   The facts that would turn unknowns into verdicts, each with what it leaves open: results, pairs, findings. Worked
#   out where the input asks for it (`facts: true`).
package envpolicy.lacking

import data.envpolicy.entries
import data.lib.envpolicy.findings
import data.lib.envpolicy.isolation
import data.lib.envpolicy.placement
import data.lib.envpolicy.rendering

# How many pairs are named for a fact.
_sample := 5

# METADATA
# description: |
#   `{"fact", "results", "pairs", "pairCount", "findings"}` for each fact, in its own words. A result is `[requirement,
#   whether its advice]`.
all := [{
	"fact": fact,
	"results": [result | some result in object.get(_results_of, fact, set())],
	"pairs": array.slice(pairs, 0, _sample),
	"pairCount": count(pairs),
	"findings": count(object.get(_findings_of, fact, set())),
} |
	input.facts
	some fact in _known
	pairs := sort([pair | some pair in object.get(_pairs_of, fact, set())])
]

_known := object.keys(_results_of) | object.keys(_pairs_of)

_results_of := {fact: results | some fact, results in _results}

_pairs_of := {fact: pairs | some fact, pairs in _pairs}

_findings_of := {fact: keys | some fact, keys in _findings}

_open_of := {pair: view | some pair, view in _open}

# METADATA
# description: The pairs whose level is not known exactly, those without a fact that would tell among them.
open_pairs := [pair | input.facts; some pair, _ in _open_of]

# --- pairs

_open[pair] := view if {
	input.facts
	some pair, view in isolation.pairs
	intervals := array.concat([[view.lower, view.upper], view.availability], [one | some one in view.channels])
	some interval in intervals
	interval[0] < interval[1]
}

# By pair and leak: what its uncertain facts lack.
_doubts[pair] contains doubt if {
	some pair, _ in _open_of
	some hit in object.get(isolation.hits_of, [pair], set())
	not hit.certain
	some fact in findings.facts_of(hit.key, hit.edge)
	some missing in object.get(fact, "missing", [])
	doubt := [missing, hit.cap, hit.key]
}

_doubts_of := {pair: doubts | some pair, doubts in _doubts}

# What was not given of a pair's clusters and deployments, where that leaves the level open.
_unseen[pair] contains fact if {
	some pair, _ in _open_of
	some name in pair
	count(object.get(isolation.open_channels, name, set())) > 0
	some fact in _not_given(name)
}

_unseen_of := {pair: facts | some pair, facts in _unseen}

_not_given(name) := object.get(rendering.missing, name, set()) | {concat(" of ", ["inventory", cluster]) |
	name in isolation.unlisted
	cluster := placement.places[name].cluster
}

_pairs[fact] contains pair if {
	some pair, doubts in _doubts_of
	some [fact, _, _] in doubts
}

_pairs[fact] contains pair if {
	some pair, facts in _unseen_of
	some fact in facts
}

# Leaks that are found or not, as a fact says.
_findings[fact] contains key if {
	some doubts in _doubts_of
	some [fact, _, hit] in doubts
	key := findings.instance(hit)
}

# --- results

_results[fact] contains result if {
	input.facts
	some entry in entries.all
	entry.applies == null
	some fact in entry.missing
	result := [entry.requirement, entry.adviceOf != null]
}

_results[fact] contains result if {
	input.facts
	some entry in entries.all
	some item in entry.shortfalls
	item.verdict == "unknown"
	some fact in _of_shortfall(item.shortfall)
	result := [entry.requirement, entry.adviceOf != null]
}

_results[fact] contains result if {
	input.facts
	some entry in entries.all
	some finding in entry.findings
	finding.verdict == "unknown"
	some fact in object.get(finding, "missing", [])
	result := [entry.requirement, entry.adviceOf != null]
}

_of_shortfall(shortfall) := ({fact | some fact in findings.missing(shortfall)} | {fact |
	some pair in shortfall.pairs
	some [fact, cap, _] in object.get(_doubts_of, [pair], set())
	cap < shortfall.required
}) | {fact | some pair in shortfall.pairs; some fact in object.get(_unseen_of, [pair], set())}
