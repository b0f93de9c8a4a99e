# Holdfast on drivers other than the one that all tests run on. To be sourced; tools/opencl.sh knows
# where they are. The contract of a device, programs, replays with faults and with four clients, and
# the examples. Each part has a time limit; a part that is not over by then is wrong.
#
# --short is the selection for every change, about two minutes on two quiet cores: the contract on
# Rusticl, an excerpt of the suite on Oclgrind, and on both a replay and an example.

# What runs on both. Oclgrind ends its process where two threads call, so what is left out there are
# the tests that call the driver themselves, beside the thread that makes Holdfast's calls.
on_any="OpenClContractTest ProgramTest ProgramMisuseTest ValueWidthTest CaveatsTest"
rusticl_short="OpenClContractTest ValueWidthTest CaveatsTest"
oclgrind_short="ProgramMisuseTest ValueWidthTest CaveatsTest"
calling_themselves="SteppingInTest AdoptTest"

# Runs a program of ours for at most $1 seconds on driver $2, from the jars in $lib. Oclgrind writes
# what its check of the API finds to $scratch/api.txt. Runs are short: the better compiler costs more
# than it brings.
on_driver() {
    local seconds="$1" driver="$2"
    shift 2
    OCL_ICD_VENDORS=$(vendors_of "$driver") RUSTICL_ENABLE=llvmpipe \
        OCLGRIND_CHECK_API=1 OCLGRIND_LOG="$scratch/api.txt" \
        timeout -k 10 "$seconds" "$JAVA_HOME/bin/java" -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 \
        -Dholdfast.opencl.chain=2000 -Dholdfast.opencl.closings=10 -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \
        --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        -cp "$lib/*" "$@"
}

# wrong WHAT: something is as it should not be.
wrong() {
    echo "    WRONG: $*"
    bad=1
}

# ended STATUS SECONDS WHAT: says so if it was the time limit that ended it.
ended() {
    [ "$1" != 124 ] && [ "$1" != 137 ] || wrong "$3 was not over after $2 seconds"
}

# part DRIVER FUNCTION…: runs it, and says how long it took.
part() {
    local began=$SECONDS
    rm -f "$scratch/api.txt"
    "$2" "$1" "${@:3}"
    if [ -s "$scratch/api.txt" ]; then
        head -n 10 "$scratch/api.txt" | cut -c1-300
        wrong "Oclgrind's check of the API reports something"
    fi
    echo "        $((SECONDS - began)) s"
}

suite_on() {
    local driver="$1" classes="$on_any" said status=0
    [ -z "$short" ] || classes="$rusticl_short"
    if [ "$driver" = oclgrind ]; then
        [ -z "$short" ] || classes="$oclgrind_short"
        echo "    not run: $calling_themselves, because they call the driver beside Holdfast's thread"
    else
        classes="$classes $calling_themselves"
    fi
    # shellcheck disable=SC2086 # one word a class
    said=$(on_driver "$suite_seconds" "$driver" dev.holdfast.opencl.SuiteRun opencl:0 $classes 2>&1) || status=$?
    ended "$status" "$suite_seconds" "the suite"
    grep -P '^failure\t' <<<"$said" | sed 's/^/    /' || true
    grep -P '^not-run\t' <<<"$said" | cut -f2 | sort | uniq -c | sed 's/^ */    not run: /' || true
    grep -qP '^suite\t[1-9][0-9]*\t0\t' <<<"$said" || {
        tail -n 5 <<<"$said"
        wrong "the suite"
    }
    grep -P '^suite\t' <<<"$said" | awk '{ print "    suite: " $2 " passed, " $3 " failed, " $4 " not run" }' || true
}

# The digest that a replay comes to on driver $1, or on soft; "none" and a file $scratch/status if it
# comes to none.
digest_on() {
    local json="$scratch/replay.json" status=0
    rm -f "$json"
    on_driver "$replay_seconds" "$@" --json "$json" >"$scratch/replay.txt" 2>&1 || status=$?
    if [ "$status" != 0 ] || [ ! -f "$json" ]; then
        echo "$status" >"$scratch/status"
        tail -n 5 "$scratch/replay.txt" >&2
        echo "none"
        return
    fi
    sed -n 's/.*"digest" : "\([0-9a-f]*\)".*/\1/p' "$json"
}

# replay_on DRIVER WHAT FAULTS OPTION…: comes to what soft comes to, without the faults.
replay_on() {
    local driver="$1" what="$2" faults="$3" scale=0.2 expected found
    shift 3
    [ "$driver" != oclgrind ] || scale=0.01
    [ -z "$short" ] || scale=0.01
    local replay=(dev.holdfast.cli.Main replay --scale "$scale" --device-memory 25% "$@")
    expected=$(digest_on "$driver" "${replay[@]}" --device soft)
    # shellcheck disable=SC2086 # one word an option
    found=$(digest_on "$driver" "${replay[@]}" --device opencl $faults)
    echo "    replay --scale $scale $what: $found, on soft: $expected"
    if [ -f "$scratch/status" ]; then
        ended "$(cat "$scratch/status")" "$replay_seconds" "a replay"
        rm -f "$scratch/status"
    fi
    [[ "$found" =~ ^[0-9a-f]{16}$ && "$found" = "$expected" ]] || wrong "the digest"
}

# example_on DRIVER CLASS OPTION…
example_on() {
    local driver="$1" status=0
    shift
    on_driver "$example_seconds" "$driver" "dev.holdfast.examples.$1" --device opencl "${@:2}" \
        >"$scratch/example.txt" 2>&1 || status=$?
    if [ "$status" = 0 ]; then
        echo "    example $*: right"
        return
    fi
    tail -n 5 "$scratch/example.txt"
    ended "$status" "$example_seconds" "example $1"
    wrong "example $*"
}

all_on() {
    local driver="$1" class
    part "$driver" suite_on
    part "$driver" replay_on "with faults" "--fault copy-in:fail@5% --fault copy-out:fail@5%"
    if [ -n "$short" ]; then
        part "$driver" example_on ExistingCode
        return
    fi
    part "$driver" replay_on "with four clients" "" --clients 4
    for class in StreamFile NearestNeighbours TwoTenants ExistingCode; do
        part "$driver" example_on "$class"
    done
    if [ "$driver" = oclgrind ]; then
        # all of it is half a billion multiplications, which take it a quarter of an hour
        part "$driver" example_on MatrixMultiply --tiles 2
    else
        part "$driver" example_on MatrixMultiply
    fi
}

# drivers_check [--short] [DRIVER…]: with $lib, the folder of all jars. Ends with 1 if something is
# wrong. A driver that is not here is no fault, and is said once more in the last line.
drivers_check() {
    local driver absent=() began=$SECONDS
    bad=0 short=
    suite_seconds=900 replay_seconds=600 example_seconds=300
    if [ "${1:-}" = --short ]; then
        short=yes suite_seconds=240 replay_seconds=90 example_seconds=60
        shift
    fi
    [ $# -gt 0 ] || set -- rusticl oclgrind
    for driver in "$@"; do
        case " $drivers " in
        *" $driver "*) ;;
        *)
            echo "./dev drivers: [--short] and some of $drivers, not \"$driver\"" >&2
            exit 2
            ;;
        esac
    done
    scratch=$(mktemp -d)
    for driver in "$@"; do
        echo "$driver"
        if [ -z "$(vendors_of "$driver")" ]; then
            echo "    not run: $driver is not here; ./dev setup installs it"
            absent+=("$driver")
        else
            all_on "$driver"
        fi
    done
    rm -rf "$scratch"
    echo "drivers: $([ "$bad" = 0 ] && echo right || echo WRONG), $((SECONDS - began)) s${absent:+; NOT RUN, because not here: ${absent[*]}}"
    return "$bad"
}
