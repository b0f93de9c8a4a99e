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

# Java takes the names of files from the locale: where that knows ASCII only (C, POSIX, or one that
# is not installed), it can open no file with another letter in its name or in a folder's. What is
# printed is UTF-8 in any case. A locale with letters of its own stays as it is.
widen_locale() {
    local candidate
    case "$(locale charmap 2>/dev/null)" in
    "" | ANSI_X3.4-1968 | US-ASCII | 646) ;;
    *) return 0 ;;
    esac
    for candidate in C.UTF-8 C.utf8 en_US.UTF-8 en_US.utf8; do
        if [ "$(LC_ALL=$candidate locale charmap 2>/dev/null)" = UTF-8 ]; then
            export LC_ALL=$candidate
            return 0
        fi
    done
}

# Java separates the folders of a module path with colons and knows no way to write one that is
# part of a name; a name with a line end in it fails in tools that this uses.
check_place() {
    case "$1" in
    *:*) echo "Holdfast cannot run from $1: Java takes a colon for the end of a folder's name. Move the checkout to a folder without one." >&2 ;;
    *$'\n'*) echo "Holdfast cannot run from a folder with a line end in its name. Move the checkout." >&2 ;;
    *) return 0 ;;
    esac
    exit 2
}
