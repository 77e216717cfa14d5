#!/usr/bin/env bash
# Builds the benchmarks, runs them and makes a table of the results.
#
#     bench/run-jmh.sh                                              everything, into bench/results/PROCESSOR.md: three quarters of an hour
#     bench/run-jmh.sh -f 1 -wi 1 -i 1 -w 1 -r 1 UncoupledCells     a try, with options of JMH: the table is printed, no file is touched
#     bench/run-jmh.sh devices                                      the same work on every device there is, into bench/results/PROCESSOR-devices.md
#     bench/run-jmh.sh devices -p device=opencl:0                   on one of them; after "devices" too, options of JMH may follow
#
#   MACHINE   what to call this machine in the table and, in small letters, its file; else the processor's name and the number of its cores
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

source bench/java.sh

processor() {
    sed -n '/^model name/{s/[^:]*: //p;q;}' /proc/cpuinfo 2> /dev/null | grep . \
        || sysctl -n machdep.cpu.brand_string 2> /dev/null || uname -m
}

machine=${MACHINE:-$(processor), $(getconf _NPROCESSORS_ONLN) cores}
release=$(sed -n 's/^IMPLEMENTOR_VERSION="\(.*\)"/\1/p' "$jdk/release")
[[ -n $release ]] || release=$(sed -n 's/^JAVA_VERSION="\(.*\)"/JDK \1/p' "$jdk/release")

of=
if [[ ${1:-} == devices ]]; then
    of=-devices
    shift
fi

mvn -q -pl jmh -am package -DskipTests

results=jmh/target/results$of.json
table=jmh/target/results$of.md
# The collector is that of ./loligo. A table with rows missing is worth nothing: the first failure ends it.
options=(--add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC)
if [[ -n $of ]]; then
    "$jdk/bin/java" "${options[@]}" -cp jmh/target/benchmarks.jar org.loligo.jmh.DeviceRun "$results" "$@"
else
    "$jdk/bin/java" "${options[@]}" -jar jmh/target/benchmarks.jar -foe true -e '\.Devices\.' -rf json -rff "$results" "$@"
fi
"$jdk/bin/java" -cp jmh/target/benchmarks.jar org.loligo.jmh.Table "$results" "$table" "$machine" "$release" "$(date +%Y-%m-%d)"

echo
cat "$table"
if (($# == 0)); then
    file=bench/results/$(printf '%s' "$machine" | tr '[:upper:]' '[:lower:]' | sed 's/[^a-z0-9]\{1,\}/-/g; s/^-//; s/-$//')$of.md
    mkdir -p bench/results
    cp "$table" "$file"
    printf '\nWritten to %s\n' "$file"
fi
