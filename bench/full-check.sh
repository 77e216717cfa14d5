#!/usr/bin/env bash
# Runs every test, the slow ones (tagged "full") too, and prints a summary. More arguments go to Maven:
#     bench/full-check.sh --offline
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Reports of an earlier run would be counted as this one's.
rm -rf ./*/target/surefire-reports

status=0
started=$SECONDS
mvn verify -Pfull "$@" || status=$?

printf '\nmvn verify -Pfull%s: exit code %d after %d s\n' "${*:+ $*}" "$status" "$((SECONDS - started))"
python3 .ci/summary.py . || status=1
exit "$status"
