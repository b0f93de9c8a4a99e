# What all findings share. To be sourced, with $packages: the exact versions, `name=version`, of the
# driver and of what its library links.
#
# What is installed in that very version is used as it is. Anything else is downloaded as a package and
# unpacked in a temporary folder; nothing is installed, and nothing in /etc is looked at.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
common=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
libraries="$folder/usr/lib/x86_64-linux-gnu"
mkdir -p "$libraries" "$folder/usr/include"

for package in "ocl-icd-libopencl1=2.3.1-1" "opencl-c-headers=3.0~2023.02.06-1" $packages; do
    name=${package%%=*}
    have=$(dpkg-query -W -f '${Version}' "$name" 2>/dev/null || true)
    if [ "$have" != "${package#*=}" ]; then
        (cd "$folder" && apt-get -o APT::Sandbox::User=root download -q "$package" >/dev/null) || {
            echo "$package can be had neither installed nor from the package archive" >&2
            exit 2
        }
        for file in "$folder/${name}"_*.deb; do
            dpkg -x "$file" "$folder"
        done
    fi
    echo "package    $package"
done

# Where library $1 is: unpacked, or installed.
library() {
    local place
    for place in "$folder/$1" "/$1"; do
        if [ -e "$place" ]; then
            echo "$place"
            return
        fi
    done
    echo "there is no $1" >&2
    exit 2
}

# run LIBRARY <<C: compiles the C program and runs it on the driver that is LIBRARY. It prints what it
# saw; it ends with 0 if that is the surprise, 1 if the driver does now what one would expect.
run() {
    local loader
    loader=$(library usr/lib/x86_64-linux-gnu/libOpenCL.so.1)
    cat >"$folder/finding.c"
    gcc -std=c11 -O1 -Wall -Wno-unused-function -I"$common" -I"$folder/usr/include" "$folder/finding.c" "$loader" -o "$folder/finding"
    local status=0
    LD_LIBRARY_PATH="$libraries:$folder/usr/lib/llvm-15/lib" OCL_ICD_VENDORS="$1" RUSTICL_ENABLE=llvmpipe \
        timeout 120 "$folder/finding" || status=$?
    case $status in
    0) echo "as found: the driver still does this" ;;
    1) echo "CHANGED: the driver does what one would expect" ;;
    *) echo "could not be tried ($status)" ;;
    esac
    exit $status
}
