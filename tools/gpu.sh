#!/usr/bin/env bash
# Tries Holdfast on the GPUs of this machine, by OpenCL: its tests and a replay, in one table. Needs a
# JDK 25 and an OpenCL driver, no network and no Maven. ./dev gpu calls it in a checkout, where the
# jars are in target/gpu; ./dev gpu --pack FILE puts it, with all that it needs, into an archive.
#
#   gpu.sh [--any] [--device opencl:1] [--scale F]
#
# --any takes what runs on the CPU too, such as PoCL. Ends with 0 if all is well or there is no such
# device, which it says in a line; 1 if something is wrong; 2 if it could not be tried.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/jdk.sh"
find_jdk
lib="$here/lib"
[ -d "$lib" ] || lib="$here/../target/gpu/holdfast-gpu/lib"
exec "$JAVA_HOME/bin/java" -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 "$here/Gpu.java" "$lib" "$@"
