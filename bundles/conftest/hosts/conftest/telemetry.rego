# METADATA
# title: Where agents and collectors send
# description: As `envpolicy.values.telemetry` reads it.
package hosts.conftest.telemetry

import data.hosts.conftest.addresses
import data.hosts.conftest.files
import data.hosts.conftest.tables

# METADATA
# description: The hosts that metrics, logs or traces go to.
destinations(text) := [host | some index, host in found; not host in array.slice(found, 0, index)] if {
	contains(text, "\n")
	regex.match(`://|endpoint|\[OUTPUT\]`, text)
	found := array.concat(
		array.concat(
			[one.host | some one in addresses.of_text(text); _takes(one)],
			[one.host |
				some line in files.lines(text)
				regex.match(tables.telemetry.exporter, line[0])
				some one in addresses.of_value(line[1], true, true)
			],
		),
		[one.host |
			some match in regex.find_all_string_submatch_n(tables.telemetry.output, text, -1)
			some one in addresses.of_value(match[1], true, true)
		],
	)
	count(found) > 0
	not regex.match(tables.telemetry.stage, text)
	count([1 | some match in _senders(text); contains(match[1], "${")]) == 0
} else := []

_takes(one) if regex.match(tables.telemetry.way, one.path)

_takes(one) if one.port in tables.telemetry.ports

# METADATA
# description: As whose it arrives.
sender(text) := concat(" ", sort({match[1] | some match in _senders(text)}))

_senders(text) := array.concat(
	regex.find_all_string_submatch_n(tables.telemetry.sender, text, -1),
	[match |
		contains(text, "[OUTPUT]")
		some match in regex.find_all_string_submatch_n(tables.telemetry.output_sender, text, -1)
	],
)
