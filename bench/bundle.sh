#!/usr/bin/env bash
# Makes target/loligo-bundle.tar.gz: Loligo, its tests, its benchmarks and a Java of its own, for Linux on x86-64. The machine that
# it is unpacked on needs no Java, no Maven and no network. Arguments go to Maven:
#
#     bench/bundle.sh --offline
#     tar xzf target/loligo-bundle.tar.gz -C FOLDER && FOLDER/loligo/bin/loligo devices
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source bench/java.sh

archive=target/loligo-bundle.tar.gz
bundle=$PWD/target/bundle/loligo
tests=(runtime-cuda runtime-opencl cli jmh)    # the modules whose tests use a device

rm -rf target/bundle "$archive"
mkdir -p "$bundle"/{bin,lib,tests,opencl}

# JUnit alone is in its console twice over.
JAVA_HOME=$jdk mvn -B -q -Pbundle package dependency:copy-dependencies -DskipTests -DincludeScope=test -DoutputDirectory="$bundle/lib" \
    -DexcludeGroupIds=org.junit.jupiter,com.tngtech.archunit -DoverWriteSnapshots=true "$@"
rm -f "$bundle"/lib/{junit-platform-{commons,engine,launcher}-*,opentest4j-*,apiguardian-api-*}.jar
cp jmh/target/benchmarks.jar "$bundle/lib/"

# Of JCuda's native libraries only the driver's is used; one of the others is a whole compiler.
natives=("$bundle"/lib/jcuda-natives-*.jar)
mkdir target/bundle/natives
(cd target/bundle/natives && "$jdk/bin/jar" --extract --file "${natives[0]}" && find lib -name '*.so' ! -name 'libJCudaDriver-*' -delete)
"$jdk/bin/jar" --create --file "${natives[0]}" -C target/bundle/natives .

# Each module's tests run in a folder with its name, because they look for examples and reference data from there.
for module in "${tests[@]}"; do
    mkdir -p "$bundle/$module"
    "$jdk/bin/jar" --create --file "$bundle/tests/$module.jar" -C "$module/target/test-classes" .
done
mkdir -p "$bundle/cli/src/test/resources"
cp -R cli/src/test/resources/reference "$bundle/cli/src/test/resources/"
cp -R examples "$bundle/"
rm -rf "$bundle/examples/out"
mkdir -p "$bundle"/{bench,.ci}
cp -R bench/{gpu.sh,peers} "$bundle/bench/"
cp .ci/{summary.py,may-skip} "$bundle/.ci/"
cp LICENSE "$bundle/"

# The loader of OpenCL drivers, for machines that have a driver but no loader.
loader=$(ldconfig -p | sed -n 's/.*libOpenCL\.so\.1 .*x86-64.* => //p' | head -n 1)
[[ -z $loader ]] || cp -L "$loader" "$bundle/opencl/"

# javac and the Vector API for the CPU backend; management for JMH, XML for the reports of the tests, zipfs for javac. What is only for
# --release is left out.
modules=java.base,java.logging,java.management,java.xml,jdk.compiler,jdk.incubator.vector,jdk.management,jdk.unsupported,jdk.zipfs
"$jdk/bin/jlink" --add-modules "$modules" \
    --compress=zip-0 --strip-debug --no-header-files --no-man-pages --output "$bundle/java" 2> target/bundle/jlink.log \
    || { cat target/bundle/jlink.log >&2; exit 1; }
rm -f "$bundle/java/lib/ct.sym" "$bundle/java/lib/classlist"

cat > "$bundle/bin/loligo" << 'END'
#!/bin/sh
# Runs Loligo with the Java of this folder.
#   LOLIGO_JAVA_OPTS   more options for the JVM, separated by spaces
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f "$0")")/.." && pwd -P)
# shellcheck disable=SC2086  # the options are meant to be split at spaces
exec "$root/java/bin/java" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC \
    -XX:MaxRAMPercentage=70 ${LOLIGO_JAVA_OPTS:-} -cp "$root/lib/*" org.loligo.cli.Main "$@"
END
chmod +x "$bundle/bin/loligo"

tar czf "$archive" -C target/bundle loligo
printf '%s: %d MiB\n' "$archive" "$(($(stat -c %s "$archive") >> 20))"
