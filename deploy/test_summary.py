#!/usr/bin/python3
"""Counts the test cases of one lane and says what failed.

Usage: test_summary.py LANE EVENTS.json EXIT_CODE

EVENTS.json is what Bazel writes with --build_event_json_file. Prints a report for people to standard error, and
"PASSED FAILED SKIPPED" to standard output. A test target counts by the cases in its test.xml, a target that could not
be built as one failure, and a lane without tests as one passed case when all of it was built.
"""

import json
import os
import sys
import urllib.parse
import xml.etree.ElementTree as ElementTree


def read_events(path):
    """The events of the file; none when Bazel ended before it wrote any."""
    if not os.path.exists(path):
        return []
    events = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            try:
                events.append(json.loads(line))
            except ValueError:
                pass  # The last line is cut off when Bazel is killed.
    return events


def xml_path(result):
    """Where the test.xml of a testResult event is, or None."""
    for output in result.get("testActionOutput", []):
        if output.get("name") == "test.xml":
            path = urllib.parse.unquote(urllib.parse.urlparse(output["uri"]).path)
            return path if os.path.exists(path) else None
    return None


def read_cases(path):
    """(name, "passed" | "failed" | "skipped") of every case in a test.xml."""
    try:
        root = ElementTree.parse(path).getroot()
    except (ElementTree.ParseError, OSError):
        return []
    cases = []
    for case in root.iter("testcase"):
        name = ".".join(filter(None, [case.get("classname"), case.get("name")]))
        if case.find("failure") is not None or case.find("error") is not None:
            outcome = "failed"
        elif (case.find("skipped") is not None or case.get("result") in ("skipped", "suppressed")
              or case.get("status") == "notrun"):
            outcome = "skipped"
        else:
            outcome = "passed"
        cases.append((name, outcome))
    return cases


class Summary:
    """The outcome of one lane."""

    def __init__(self):
        self.passed = 0
        self.failures = []  # Sentences, one for each failed case or target.
        self.skipped = []

    def add_test(self, label, result):
        """Adds one run of one test target."""
        path = xml_path(result)
        cases = read_cases(path) if path else []
        target_passed = result.get("status") == "PASSED"
        if target_passed and not cases:
            cases = [("", "passed")]
        failed_before = len(self.failures)
        for name, outcome in cases:
            sentence = f"{label} {name}".strip()
            if outcome == "passed":
                self.passed += 1
            elif outcome == "skipped":
                self.skipped.append(sentence)
            else:
                self.failures.append(sentence)
        # It timed out or crashed after its cases, or before it could write any.
        if not target_passed and len(self.failures) == failed_before:
            self.failures.append(f"{label} {result.get('status', 'FAILED')}")

    def add_events(self, events):
        """Adds everything that Bazel reported."""
        last_attempts = {}
        for event in events:
            identity = event.get("id", {})
            if "testResult" in identity:
                test = identity["testResult"]
                last_attempts[test["label"], test.get("run"), test.get("shard")] = event["testResult"]
            elif "targetCompleted" in identity and not event.get("completed", {}).get("success"):
                target = identity["targetCompleted"]
                what = "clang-tidy" if "clang_tidy" in target.get("aspect", "") else "build"
                self.failures.append(f"{target['label']} ({what})")
        for (label, _, _), result in sorted(last_attempts.items(), key=lambda item: str(item[0])):
            self.add_test(label, result)


def main():
    lane, events_path, exit_code = sys.argv[1], sys.argv[2], int(sys.argv[3])
    summary = Summary()
    summary.add_events(read_events(events_path))
    if exit_code != 0 and not summary.failures:
        summary.failures.append(f"bazel ended with exit code {exit_code}; its messages are above")
    if exit_code == 0 and not summary.passed and not summary.skipped:
        summary.passed = 1

    failures = list(dict.fromkeys(summary.failures))
    print(f"{lane}: {summary.passed} passed, {len(failures)} failed, {len(summary.skipped)} skipped", file=sys.stderr)
    for sentence in summary.skipped:
        print(f"  skipped: {sentence}", file=sys.stderr)
    for sentence in failures:
        print(f"  FAILED: {sentence}", file=sys.stderr)
    print(summary.passed, len(failures), len(summary.skipped))


if __name__ == "__main__":
    main()
