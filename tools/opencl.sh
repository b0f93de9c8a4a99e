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
# cannot be. PoCL must be there in the end, which all tests of OpenCL run on. Without the others
# ./dev drivers says that it does not run them.
need_opencl() {
    local as=() missing=() driver
    for driver in $drivers; do
        [ -n "$(vendors_of "$driver")" ] || missing+=("$driver")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null && as=(sudo)
    fi
    if command -v apt-get >/dev/null && { [ "$(id -u)" -eq 0 ] || [ ${#as[@]} -gt 0 ]; }; then
        ${as[@]+"${as[@]}"} apt-get update -qq || true
        # one by one: a package that a system does not have is no obstacle to the others
        for driver in "${missing[@]}"; do
            echo "installing an OpenCL device on the CPU: $(package_of "$driver")…" >&2
            ${as[@]+"${as[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
                --no-install-recommends ocl-icd-libopencl1 "$(package_of "$driver")" >/dev/null || true
        done
    fi
    for driver in "${missing[@]}"; do
        [ -n "$(vendors_of "$driver")" ] ||
            echo "not here: $driver ($(package_of "$driver") of Debian); its tests are reported as not run" >&2
    done
    [ -n "$(vendors_of pocl)" ]
}
