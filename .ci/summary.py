"""Reads the test reports under a folder, prints what failed or was skipped, and the counts on the last line.

    python3 .ci/summary.py FOLDER [MAY_SKIP]

Exits with 1 if a test failed, if none ran, if a module that has tests reported none, or if a test was skipped that
MAY_SKIP, or else .ci/may-skip, does not list.
"""

import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path


def may_skip(path):
    """The pairs (pattern, reason) of the list of tests that may be skipped."""
    pairs = []
    for line in path.read_text(encoding="utf-8").splitlines():
        line = line.strip()
        if line and not line.startswith("#"):
            pattern, _, reason = line.partition(" ")
            pairs.append((re.compile(pattern), reason.strip()))
    return pairs


def reason(skip):
    """Why a test was skipped: @Disabled gives a message, a failed assumption the first line of a stack trace."""
    lines = (skip.text or "").strip().splitlines()
    return skip.get("message") or (lines[0] if lines else "no reason given")


def main(root, list_of_allowed):
    allowed = may_skip(list_of_allowed)
    passed, failed, skipped = 0, [], []
    problems = []
    for module in sorted(folder for folder in root.iterdir() if folder.is_dir()):
        reports = sorted(module.glob("target/surefire-reports/TEST-*.xml"))
        if not reports and any(module.glob("src/test/java/**/*Test.java")):
            problems.append(f"{module.name}: has tests, but none of them ran")
        for report in reports:
            for case in ElementTree.parse(report).getroot().iter("testcase"):
                name = f"{case.get('classname')}.{case.get('name')}"
                if case.find("failure") is not None or case.find("error") is not None:
                    failed.append(name)
                elif (skip := case.find("skipped")) is not None:
                    skipped.append(name)
                    if not any(pattern.fullmatch(name) for pattern, _ in allowed):
                        problems.append(f"skipped, but must run: {name} ({reason(skip)})")
                else:
                    passed += 1
    if passed + len(failed) == 0:
        problems.append("no test ran")
    for name in failed:
        print(f"failed: {name}")
    for problem in problems:
        print(problem)
    print(f"{passed} passed, {len(failed)} failed, {len(skipped)} skipped")
    return 1 if failed or problems else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).with_name("may-skip")))
