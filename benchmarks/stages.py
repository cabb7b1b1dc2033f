"""One run on a plan, stage by stage: seconds of processor time, which other work on the machine does not stretch."""

from __future__ import annotations

import json
import resource
import sys
import time


def main(path: str) -> None:
    """Print what reading and evaluating took, and the peak of memory, as one JSON object."""
    import envpolicy

    plan = envpolicy.load_plan(path)
    policies = envpolicy.compile_policies(envpolicy.load_catalog().select(plan.regulations))
    envpolicy.engine("embedded").evaluate(policies.modules, "data.lib.envpolicy.levels.names", "{}")
    start = time.process_time()
    estate = envpolicy.read_estate(plan)
    read = time.process_time()
    report = envpolicy.evaluate(policies, estate, envpolicy.engine("embedded"))
    end = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024 if sys.platform != "darwin" else 1024 * 1024
    )
    print(json.dumps({"read": read - start, "evaluate": end - read, "mebibytes": peak, **report.totals}))


if __name__ == "__main__":
    main(sys.argv[1])
