# Finds a JDK for ./holdfast and ./dev, and sets JAVA_HOME to it. To be sourced; bash 3.2 will do.

holdfast_jdk_needed=25

# The first number of a JDK's version, from its release file: starting a JVM to ask would take longer
# than everything else here. Nothing where there is no compiler.
jdk_version() {
    local line
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    while IFS= read -r line; do
        case "$line" in
        JAVA_VERSION=*)
            line="${line#*=}"
            line="${line//\"/}"
            line="${line%%[!0-9]*}"
            [ -n "$line" ] && echo "$line"
            return
            ;;
        esac
    done <"$1/release"
    return 1
}

jdk_suits() {
    local version
    version=$(jdk_version "$1") && [ "$version" -ge "$holdfast_jdk_needed" ]
}

# The home of the java on the PATH, behind its links.
jdk_on_path() {
    local java link
    java=$(command -v java) || return 1
    while link=$(readlink "$java"); do
        case "$link" in
        /*) java="$link" ;;
        *) java="${java%/*}/$link" ;;
        esac
    done
    (cd "${java%/*}/.." && pwd)
}

find_jdk() {
    local home
    if [ -n "${HOLDFAST_JAVA_HOME:-}" ]; then
        if ! jdk_suits "$HOLDFAST_JAVA_HOME"; then
            echo "HOLDFAST_JAVA_HOME=$HOLDFAST_JAVA_HOME is not a JDK $holdfast_jdk_needed or later." >&2
            exit 2
        fi
        export JAVA_HOME="$HOLDFAST_JAVA_HOME"
        return
    fi
    for home in \
        "${JAVA_HOME:-}" \
        "$(jdk_on_path)" \
        /usr/lib/jvm/* \
        /usr/java/* \
        /opt/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "$HOME"/.sdkman/candidates/java/* \
        "$HOME"/.jdks/*; do
        if [ -n "$home" ] && jdk_suits "$home"; then
            export JAVA_HOME="$home"
            return
        fi
    done
    echo "Holdfast needs a JDK $holdfast_jdk_needed or later and found none. Install one, such as Eclipse" \
        "Temurin $holdfast_jdk_needed, and set HOLDFAST_JAVA_HOME to its folder if it is in no usual place." >&2
    exit 2
}
