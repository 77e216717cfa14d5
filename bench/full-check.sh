#!/usr/bin/env bash
# Runs every test, the slow ones (tagged "full") too, and prints a summary; then makes the bundle and tries it. More arguments go to Maven:
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

printf '\nThe bundle, without a Java to be found but its own\n'
bench/bundle.sh "$@" || status=1
env -i HOME="$HOME" PATH=/usr/bin:/bin RESULTS=target BACKEND=opencl SIZES=small bench/gpu.sh || status=1
exit "$status"
