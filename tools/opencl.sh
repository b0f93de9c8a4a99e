# OpenCL devices for tests, on the CPU: PoCL, Rusticl on llvmpipe, and Oclgrind. To be sourced.
#
# Each is one library, and is used alone: OCL_ICD_VENDORS names it, so that what else is installed is
# no matter.

drivers="pocl rusticl oclgrind"

# What OCL_ICD_VENDORS has to be for driver $1; empty if it is not here.
vendors_of() {
    local place
    case "$1" in
    pocl) place=/etc/OpenCL/vendors/pocl.icd ;;
    rusticl) place=/etc/OpenCL/vendors/rusticl.icd ;;
    oclgrind) place=/usr/lib/oclgrind/liboclgrind-rt-icd.so ;;
    esac
    [ ! -e "$place" ] || echo "$place"
}

# The package of Debian and Ubuntu that driver $1 is in.
package_of() {
    case "$1" in
    pocl) echo pocl-opencl-icd ;;
    rusticl) echo mesa-opencl-icd ;;
    oclgrind) echo oclgrind ;;
    esac
}

# Installs those that are not here from Debian's or Ubuntu's packages; says what to do where that
# cannot be.
need_opencl() {
    local as=() missing=() driver
    for driver in $drivers; do
        [ -n "$(vendors_of "$driver")" ] || missing+=("$(package_of "$driver")")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null && as=(sudo)
    fi
    if ! command -v apt-get >/dev/null || { [ "$(id -u)" -ne 0 ] && [ ${#as[@]} -eq 0 ]; }; then
        echo "not here: ${missing[*]} of Debian; tests on what is missing are reported as not run" >&2
        return 1
    fi
    echo "installing OpenCL devices on the CPU: ${missing[*]}…" >&2
    ${as[@]+"${as[@]}"} apt-get update -qq &&
        ${as[@]+"${as[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
            --no-install-recommends ocl-icd-libopencl1 "${missing[@]}" >/dev/null
}
