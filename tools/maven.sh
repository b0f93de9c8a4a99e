# Maven for ./holdfast and ./dev: the version that the wrapper pins, with the JDK that jdk.sh found.
# To be sourced, with $root set.
#
# The wrapper fetches that version from Apache's archive. Where the machine has a Maven already, and
# with it a way to packages that may not be the open net, that one fetches it instead, as a package.

holdfast_maven="3.9.16"

maven() {
    local own="$root/.holdfast/maven/apache-maven-$holdfast_maven"
    if [ ! -x "$own/bin/mvn" ] && command -v mvn >/dev/null; then
        fetch_maven "$own" || true
    fi
    if [ -x "$own/bin/mvn" ]; then
        "$own/bin/mvn" "$@"
    else
        "$root/mvnw" "$@"
    fi
}

fetch_maven() {
    local own="$1" parent="${1%/*}"
    mkdir -p "$parent"
    # outside the project, so that its own build files are not read by another version
    (cd "$parent" &&
        mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack \
            -Dartifact="org.apache.maven:apache-maven:$holdfast_maven:zip:bin" \
            -DoutputDirectory="$parent" -DmarkersDirectory="$parent/markers" &&
        chmod +x "$own/bin/mvn") >&2
}
