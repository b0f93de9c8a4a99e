# An OpenCL device for tests, where the machine has none: PoCL, which runs kernels on the CPU. To be
# sourced.

has_opencl() {
    [ -n "$(ls "${OCL_ICD_VENDORS:-/etc/OpenCL/vendors}" 2>/dev/null)" ]
}

# Installs it from Debian's or Ubuntu's packages; says what to do where that cannot be.
need_opencl() {
    if has_opencl; then
        return 0
    fi
    local as=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null && as=(sudo)
    fi
    if ! command -v apt-get >/dev/null || { [ "$(id -u)" -ne 0 ] && [ ${#as[@]} -eq 0 ]; }; then
        echo "no OpenCL here: install a driver, or PoCL (packages pocl-opencl-icd and" \
            "ocl-icd-libopencl1 of Debian); without, its tests are reported as not run" >&2
        return 1
    fi
    echo "installing PoCL, an OpenCL device on the CPU…" >&2
    ${as[@]+"${as[@]}"} apt-get update -qq &&
        ${as[@]+"${as[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
            --no-install-recommends pocl-opencl-icd ocl-icd-libopencl1 >/dev/null
}
