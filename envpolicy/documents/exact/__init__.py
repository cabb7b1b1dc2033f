"""YAML scanned and parsed by the rules that Kubernetes uses, where they are not libyaml's own.

libyaml reads nearly every text the same way, and faster; `documents.events` says when this reader is asked.
The rules that differ: in flow style `?` always ends a plain scalar and `:` only before a blank; a tag runs
to the next blank; a backslash escapes `'` but not `/`; only YAML 1.1 may be declared; a byte order mark
counts at the very start alone; and a key that is an empty flow collection is forgotten as the collection
closes.
"""
