"""Benchmarks: ratios against other programs and against ourselves, measured side by side in one run."""
