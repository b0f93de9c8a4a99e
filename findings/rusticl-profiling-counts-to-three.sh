#!/usr/bin/env bash
# Rusticl on llvmpipe: with CL_QUEUE_PROFILING_ENABLE every command was queued at 0, submitted at 1, began
# at 2 and ended at 3, however long it took. The calls answer CL_SUCCESS: a program that divides by these
# nanoseconds finds every kernel equally, and impossibly, fast.
packages="mesa-opencl-icd=22.3.6-1+deb12u2 libclc-15=1:15.0.6-4 libclc-15-dev=1:15.0.6-4 libllvmspirvlib15=15.0.0-2 libllvm15=1:15.0.6-4+b1 libclang-cpp15=1:15.0.6-4+b1"
. "$(dirname "$0")/common.sh"
run "$(library usr/lib/x86_64-linux-gnu/libRusticlOpenCL.so.1)" <<'C'
#include "common.h"
int main(void) {
    begin(CL_QUEUE_PROFILING_ENABLE);
    cl_kernel put = kernel("kernel void put(global uint *out, uint n) { for (uint i = 0; i < n; i++) out[0] += i; }", "put");
    cl_mem out = buffer(4096);
    int odd = 0;
    for (cl_uint n = 1; n <= 10000; n *= 100) {
        size_t items = 1;
        cl_event event;
        check("clSetKernelArg", clSetKernelArg(put, 0, sizeof out, &out));
        check("clSetKernelArg", clSetKernelArg(put, 1, sizeof n, &n));
        check("clEnqueueNDRangeKernel", clEnqueueNDRangeKernel(queue, put, 1, NULL, &items, NULL, 0, NULL, &event));
        check("clFinish", clFinish(queue));
        cl_ulong t[4];
        for (int i = 0; i < 4; i++) {
            check("clGetEventProfilingInfo",
                  clGetEventProfilingInfo(event, CL_PROFILING_COMMAND_QUEUED + i, sizeof t[i], &t[i], NULL));
        }
        printf("%u rounds: queued %lu submitted %lu start %lu end %lu\n", n, t[0], t[1], t[2], t[3]);
        odd += t[0] == 0 && t[1] == 1 && t[2] == 2 && t[3] == 3;
    }
    return odd == 3 ? 0 : 1;
}
C
