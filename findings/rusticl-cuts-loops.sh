#!/usr/bin/env bash
# Rusticl on llvmpipe: the loops of one work item run 65,535 times in all, then they end, wherever they
# are. Nothing says so: the event is complete, and the kernel goes on behind the loop. Two loops of
# 40,000 are cut as well, though neither is long.
packages="mesa-opencl-icd=22.3.6-1+deb12u2 libclc-15=1:15.0.6-4 libclc-15-dev=1:15.0.6-4 libllvmspirvlib15=15.0.0-2 libllvm15=1:15.0.6-4+b1 libclang-cpp15=1:15.0.6-4+b1"
. "$(dirname "$0")/common.sh"
run "$(library usr/lib/x86_64-linux-gnu/libRusticlOpenCL.so.1)" <<'C'
#include "common.h"
int main(void) {
    begin(0);
    cl_kernel count = kernel(
        "kernel void count(global uint *out, uint once, uint again) {\n"
        "    uint a = 0, b = 0;\n"
        "    for (uint i = 0; i < once; i++) { out[3] = i; a++; }\n"
        "    for (uint i = 0; i < again; i++) { out[4] = i; b++; }\n"
        "    out[0] = a; out[1] = b; out[2] = 7;\n"
        "}\n", "count");
    cl_mem out = buffer(5 * sizeof(cl_uint));
    const cl_uint tries[][2] = {{60000, 0}, {65535, 0}, {70000, 0}, {40000, 40000}};
    int cut = 0;
    for (int i = 0; i < 4; i++) {
        cl_uint found[5] = {0};
        cl_event event;
        size_t one = 1;
        check("clSetKernelArg", clSetKernelArg(count, 0, sizeof out, &out));
        check("clSetKernelArg", clSetKernelArg(count, 1, 4, &tries[i][0]));
        check("clSetKernelArg", clSetKernelArg(count, 2, 4, &tries[i][1]));
        check("clEnqueueNDRangeKernel", clEnqueueNDRangeKernel(queue, count, 1, NULL, &one, NULL, 0, NULL, &event));
        check("clEnqueueReadBuffer", clEnqueueReadBuffer(queue, out, CL_TRUE, 0, sizeof found, found, 0, NULL, NULL));
        check("clFinish", clFinish(queue));
        printf("asked for %u and then %u times round: went %u and %u, reached the end: %s, event %d\n", tries[i][0],
               tries[i][1], found[0], found[1], found[2] == 7 ? "yes" : "no", status(event));
        cut += found[2] == 7 && found[0] + found[1] < tries[i][0] + tries[i][1];
    }
    return cut == 2 ? 0 : 1;
}
C
