#!/usr/bin/env bash
# Tests and measures Loligo on an NVIDIA GPU. It runs from the bundle that bench/bundle.sh makes, unpacked, or from a checkout with the
# bundle in target, and needs no Java, Maven or network.
#
#     bench/gpu.sh tests      the tests of the CUDA and OpenCL backends and of the command line, then every example
#     bench/gpu.sh measure    one table, RESULTS/DEVICE.md
#     bench/gpu.sh all        both, the default
#
#   RESULTS   where the table and the logs go; else bench/results
#   MINUTES   how long each of the two may take; else 9.5
#   BACKEND   cuda; opencl tries all of it on a machine without an NVIDIA GPU, best with SIZES=small
#   SIZES     full or small
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
part=${1:-all}
backend=${BACKEND:-cuda}
sizes=${SIZES:-full}
seconds=$(awk -v m="${MINUTES:-9.5}" 'BEGIN { print int(60 * m) }')
mkdir -p "${RESULTS:=$root/bench/results}"
RESULTS=$(cd "$RESULTS" && pwd -P)
export RESULTS
case $backend in cuda | opencl) ;; *) echo "bench/gpu.sh: expected BACKEND=cuda or opencl, got '$backend'" >&2; exit 2 ;; esac
case $part in tests | measure | all) ;; *) echo "bench/gpu.sh: expected tests, measure or all, got '$part'" >&2; exit 2 ;; esac

if [[ ! -x $root/java/bin/java ]]; then
    archive=$root/target/loligo-bundle.tar.gz
    [[ -f $archive ]] || { echo "bench/gpu.sh: there is no $archive; make it with bench/bundle.sh" >&2; exit 2; }
    rm -rf "$root/target/bundle"
    mkdir -p "$root/target/bundle"
    tar xzf "$archive" -C "$root/target/bundle"
    exec "$root/target/bundle/loligo/bench/gpu.sh" "$part"
fi

say() { printf '\n--- %s (%d s)\n' "$*" "$SECONDS"; }
have() { command -v "$1" > /dev/null; }
java=("$root/java/bin/java" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for folder in /usr/local/cuda*/bin; do
    [[ ! -d $folder ]] || PATH=$PATH:$folder
done

# --- what there is -----------------------------------------------------------------------------------------------

# Prints where a library lies: known to the loader, or in one of the folders where drivers are put into containers.
library() {
    { ldconfig -p 2> /dev/null | sed -n "s/.*$1 .*x86-64.* => //p"
      local folder
      local known=${LD_LIBRARY_PATH:-}
      for folder in ${known//:/ } /usr/lib/x86_64-linux-gnu /usr/lib64 /usr/local/nvidia/lib64; do
          [[ ! -e $folder/$1 ]] || printf '%s\n' "$folder/$1"
      done; } | sed -n 1p
}

[[ -n $(library libOpenCL.so.1) ]] || export LD_LIBRARY_PATH=$root/opencl${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
modules=(runtime-opencl cli jmh)
backends=(opencl)
untagged=(--exclude-tag=full)
cp "$root/.ci/may-skip" "$work/may-skip"
if [[ $backend == cuda ]]; then
    ! have nvidia-smi || nvidia-smi || true
    driver=$(library libnvidia-opencl.so.1)
    modules=(runtime-cuda cli jmh)
    backends=(cuda)
    if [[ -n $driver ]]; then
        # NVIDIA's alone, whatever other drivers there are; that it is installed does not mean that anything names it.
        mkdir "$work/vendors"
        echo "$driver" > "$work/vendors/nvidia.icd"
        export OCL_ICD_VENDORS=$work/vendors
        modules=(runtime-cuda runtime-opencl cli jmh)
        backends=(cuda opencl)
    else
        echo "There is no OpenCL driver of NVIDIA (libnvidia-opencl.so.1): OpenCL is not tested."
        echo 'org\.loligo\.cli\.(OpenClCommands|DeviceErrors|Examples|ReferenceData|AntennalLobe)Test.* no OpenCL driver' \
            >> "$work/may-skip"
    fi
else
    untagged+=(--exclude-tag=gpu)
fi
have oclgrind || echo 'org\.loligo\.opencl\.OclgrindTest\..* no oclgrind' >> "$work/may-skip"
have g++ || echo 'org\.loligo\.cuda\.(CompilerSearch|Discovery|Nvcc|Nvrtc|Rehearsal|FreshJvm).* no g++' >> "$work/may-skip"
have nvcc || echo 'org\.loligo\.cuda\.NvccTest\..* no nvcc' >> "$work/may-skip"

devices=$("$root/bin/loligo" devices 2> /dev/null)
printf '%s\n' "$devices"
if ! grep -q -A 1 "^$backend\$" <<< "$devices"; then
    echo "Nothing is tested or measured: the $backend backend has $(sed -n "s/^$backend: //p" <<< "$devices")." >&2
    exit 3
fi
device=$(sed -n "/^$backend\$/{n;s/^ *0  *//;s/   *.*//;p;}" <<< "$devices")

# --- tests -------------------------------------------------------------------------------------------------------

tests() {
    local end=$((SECONDS + seconds)) status=0 module file name
    rm -rf "$root"/*/target/surefire-reports
    for module in "${modules[@]}"; do
        say "tests of $module"
        mkdir -p "$root/$module/target/tmp"
        # What runs on the processor in place of a GPU, and what looks at the sources, has been tested where the bundle was made.
        (cd "$root/$module" && timeout $((end > SECONDS ? end - SECONDS : 1)) "${java[@]}" -Djava.io.tmpdir="$PWD/target/tmp" \
            -cp "$root/lib/*:$root/tests/$module.jar" org.junit.platform.console.ConsoleLauncher execute --disable-banner \
            --disable-ansi-colors --scan-classpath="$root/tests/$module.jar" "${untagged[@]}" --exclude-classname='.*\.ArchitectureTest' \
            --exclude-classname='org\.loligo\.cuda\.onhost\..*' --exclude-classname='org\.loligo\.cli\.experiment\..*' \
            --reports-dir=target/surefire-reports --details=summary --fail-if-no-tests 2>&1) \
            | tee "$RESULTS/tests-$module.log" | grep -v -e '^ *$' -e 'containers ' \
            || { echo "failed, or cut short: the tests of $module"; status=1; }
    done
    for name in "${backends[@]}"; do
        for file in "$root"/examples/*.yaml; do
            say "$(basename "$file" .yaml) on $name"
            timeout $((end > SECONDS ? end - SECONDS : 1)) "$root/bin/loligo" run "$file" --backend "$name" --quiet \
                --out "$work/$name/$(basename "$file" .yaml)" 2>&1 || { echo "failed, or cut short: $file on $name"; status=1; }
        done
    done
    say "what ran"
    python3 "$root/.ci/summary.py" "$root" "$work/may-skip" || status=1
    return "$status"
}

# --- measurements ------------------------------------------------------------------------------------------------

# Makes a program $1 that org.loligo.jmh.Peer can start, of the rest of the arguments and those that follow.
peer() {
    { echo '#!/bin/bash'; printf 'exec %s "$@"\n' "${*:2}"; } > "$work/peers/$1"
    chmod +x "$work/peers/$1"
}

peers() {
    local workload real name
    mkdir -p "$work/peers" "$work/cuda"
    cat > "$work/cuda/run" << 'END'
#!/bin/bash
exec "$(dirname "$0")/$1-$2" "${@:3}"
END
    chmod +x "$work/cuda/run"
    local compiler=(nvcc -O3 -use_fast_math -arch=native)
    [[ $backend == cuda ]] || compiler=(g++ -O3 -x c++)
    if have "${compiler[0]}"; then
        for real in float32:float float64:double; do
            for workload in uncoupled-cells:hodgkin_huxley lorenz:lorenz; do
                "${compiler[@]}" -DREAL="${real#*:}" -DWORKLOAD="\"${workload#*:}.cuh\"" \
                    -o "$work/cuda/${workload%:*}-${real%:*}" "$root/bench/peers/cuda/rk4.cu"
            done
        done
        peer cuda "$work/cuda/run"
    else
        echo "There is no ${compiler[0]}: no kernel written by hand is measured."
    fi
    local libraries=(jax diffrax)
    [[ $backend == cuda ]] || libraries+=(numpy)
    for name in "${libraries[@]}"; do
        if python3 -c "import $name, numpy" 2> /dev/null; then
            peer "$name" python3 "$root/bench/peers/peer.py" "$name"
        else
            echo "Python has no $name: it is not measured."
        fi
    done
}

measure() {
    local end=$((SECONDS + seconds)) status=0 table
    table=$RESULTS/$(tr '[:upper:]' '[:lower:]' <<< "$device" | sed 's/[^a-z0-9]\{1,\}/-/g; s/^-//; s/-$//').md
    say "programs to compare with"
    peers
    say "measurements"
    # Every JDK has it and so starts sooner; a Java that jlink made has none yet.
    [[ -e $root/java/lib/server/classes.jsa ]] || "$root/java/bin/java" -Xshare:dump > /dev/null 2>&1 || true
    mkdir -p "$work/exchange"
    (cd "$root" && LOLIGO_CACHE=$work/cache timeout $((end - SECONDS)) "${java[@]}" -Dstdout.encoding=UTF-8 \
        -XX:MaxRAMPercentage=60 -cp "$root/lib/*" org.loligo.jmh.GpuTable "$backend:0" "$sizes" $((end - SECONDS - 15)) \
        "$root/bin/loligo" "$work/peers" "$work/exchange" "$table") || status=$?
    ((status != 124)) || echo "The time was up: the table is not whole."
    printf '\nWritten to %s\n' "$table"
    return "$status"
}

status=0
[[ $part == measure ]] || tests || status=1
[[ $part == tests ]] || measure || status=1
exit "$status"
