# Holdfast on drivers other than the one that all tests run on. To be sourced; tools/opencl.sh knows
# where they are. A selection, bounded in time: the contract of a device, programs, replays with faults
# and four clients, and the examples.

# What runs on both. Oclgrind ends its process where two threads call, so what is left out there are
# the tests that call the driver themselves, beside the thread that makes Holdfast's calls.
on_any="OpenClContractTest ProgramTest ProgramMisuseTest ValueWidthTest CaveatsTest"
calling_themselves="SteppingInTest AdoptTest"

# Runs a program of ours on driver $1, from the jars in $lib.
on_driver() {
    local driver="$1"
    shift
    OCL_ICD_VENDORS=$(vendors_of "$driver") RUSTICL_ENABLE=llvmpipe timeout 600 "$JAVA_HOME/bin/java" \
        -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 -Dholdfast.opencl.chain=2000 \
        --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        -cp "$lib/*" "$@"
}

# wrong WHAT: something is as it should not be.
wrong() {
    echo "    WRONG: $*"
    bad=1
}

suite_on() {
    local driver="$1" classes="$on_any" said
    if [ "$driver" = oclgrind ]; then
        echo "    not run: $calling_themselves, because they call the driver beside Holdfast's thread"
    else
        classes="$classes $calling_themselves"
    fi
    # shellcheck disable=SC2086 # one word a class
    said=$(on_driver "$driver" dev.holdfast.opencl.SuiteRun opencl:0 $classes 2>&1) || true
    grep -P '^failure\t' <<<"$said" | sed 's/^/    /' || true
    grep -P '^not-run\t' <<<"$said" | cut -f2 | sort | uniq -c | sed 's/^ */    not run: /' || true
    grep -qP '^suite\t[1-9][0-9]*\t0\t' <<<"$said" || {
        tail -n 5 <<<"$said"
        wrong "the suite"
    }
    grep -P '^suite\t' <<<"$said" | awk '{ print "    suite: " $2 " passed, " $3 " failed, " $4 " not run" }' || true
}

# The digest that a replay comes to on driver $1, or on soft.
digest_on() {
    local json="$scratch/replay.json"
    rm -f "$json"
    if ! on_driver "$@" --json "$json" >"$scratch/replay.txt" 2>&1 || [ ! -f "$json" ]; then
        tail -n 5 "$scratch/replay.txt" >&2
        echo "none"
        return
    fi
    sed -n 's/.*"digest" : "\([0-9a-f]*\)".*/\1/p' "$json"
}

replays_on() {
    local driver="$1" scale=0.2 expected found
    [ "$driver" != oclgrind ] || scale=0.01
    local replay=(dev.holdfast.cli.Main replay --scale "$scale" --device-memory 25%)
    expected=$(digest_on pocl "${replay[@]}" --device soft)
    found=$(OCLGRIND_CHECK_API=1 OCLGRIND_LOG="$scratch/api.txt" \
        digest_on "$driver" "${replay[@]}" --device opencl --fault copy-in:fail@5% --fault copy-out:fail@5%)
    echo "    replay --scale $scale with faults: $found, on soft without: $expected"
    [ "$found" = "$expected" ] || wrong "the digest"
    replay+=(--clients 4)
    expected=$(digest_on pocl "${replay[@]}" --device soft)
    found=$(OCLGRIND_CHECK_API=1 OCLGRIND_LOG="$scratch/api.txt" digest_on "$driver" "${replay[@]}" --device opencl)
    echo "    replay --scale $scale with four clients: $found, on soft: $expected"
    [ "$found" = "$expected" ] || wrong "the digest of four clients"
    if [ -s "$scratch/api.txt" ]; then
        head -n 10 "$scratch/api.txt"
        wrong "Oclgrind's check of the API reports something"
    fi
}

examples_on() {
    local driver="$1" class
    for class in StreamFile MatrixMultiply NearestNeighbours TwoTenants ExistingCode; do
        if on_driver "$driver" "dev.holdfast.examples.$class" --device opencl >"$scratch/example.txt" 2>&1; then
            echo "    example $class: right"
        else
            tail -n 5 "$scratch/example.txt"
            wrong "example $class"
        fi
    done
}

# drivers_check [DRIVER…]: with $lib, the folder of all jars. Ends with 1 if something is wrong.
drivers_check() {
    local driver
    bad=0
    scratch=$(mktemp -d)
    [ $# -gt 0 ] || set -- rusticl oclgrind
    for driver in "$@"; do
        echo "$driver"
        if [ -z "$(vendors_of "$driver")" ]; then
            echo "    not run: $driver is not here; ./dev setup installs it"
            [ "${HOLDFAST_REQUIRE_OPENCL:-}" != 1 ] || bad=1
            continue
        fi
        suite_on "$driver"
        replays_on "$driver"
        examples_on "$driver"
    done
    rm -rf "$scratch"
    return $bad
}
