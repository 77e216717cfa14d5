# Read by the scripts here: sets `jdk` to the folder of a JDK 25 or later, or ends the script.

# Prints the folder of a JDK 25 or later, if there is one.
find_jdk() {
    local home version
    for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        [[ -x $home/bin/javac && -r $home/release ]] || continue
        version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
        if [[ -n $version ]] && ((version >= 25)); then
            printf '%s\n' "$home"
            return 0
        fi
    done
    return 1
}

if ! jdk=$(find_jdk); then
    echo "A JDK, version 25 or later, is needed: install one under /usr/lib/jvm or set JAVA_HOME to it." >&2
    exit 1
fi
