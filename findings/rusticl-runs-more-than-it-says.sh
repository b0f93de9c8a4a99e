#!/usr/bin/env bash
# Rusticl on llvmpipe: CL_KERNEL_WORK_GROUP_SIZE of a kernel whose source requires groups of 64 is 32.
# Who holds the required size against that refuses a launch that runs, and is right.
packages="mesa-opencl-icd=22.3.6-1+deb12u2 libclc-15=1:15.0.6-4 libclc-15-dev=1:15.0.6-4 libllvmspirvlib15=15.0.0-2 libllvm15=1:15.0.6-4+b1 libclang-cpp15=1:15.0.6-4+b1"
. "$(dirname "$0")/common.sh"
run "$(library usr/lib/x86_64-linux-gnu/libRusticlOpenCL.so.1)" <<'C'
#include "common.h"
int main(void) {
    begin(0);
    cl_kernel sum = kernel(
        "kernel __attribute__((reqd_work_group_size(64, 1, 1))) void sum(global uint *out) {\n"
        "    local uint all[64];\n"
        "    all[get_local_id(0)] = get_local_id(0);\n"
        "    barrier(CLK_LOCAL_MEM_FENCE);\n"
        "    if (get_local_id(0) == 0) {\n"
        "        uint total = 0;\n"
        "        for (int i = 0; i < 64; i++) total += all[i];\n"
        "        out[0] = total; out[1] = get_local_size(0);\n"
        "    }\n"
        "}\n", "sum");
    size_t most, required[3], items = 64;
    check("clGetKernelWorkGroupInfo", clGetKernelWorkGroupInfo(sum, device, CL_KERNEL_WORK_GROUP_SIZE, sizeof most, &most, NULL));
    check("clGetKernelWorkGroupInfo", clGetKernelWorkGroupInfo(sum, device, CL_KERNEL_COMPILE_WORK_GROUP_SIZE, sizeof required, required, NULL));
    cl_mem out = buffer(2 * sizeof(cl_uint));
    cl_uint found[2];
    check("clSetKernelArg", clSetKernelArg(sum, 0, sizeof out, &out));
    check("clEnqueueNDRangeKernel", clEnqueueNDRangeKernel(queue, sum, 1, NULL, &items, &items, 0, NULL, NULL));
    check("clEnqueueReadBuffer", clEnqueueReadBuffer(queue, out, CL_TRUE, 0, sizeof found, found, 0, NULL, NULL));
    printf("required by the source: %zu; CL_KERNEL_WORK_GROUP_SIZE: %zu\n", required[0], most);
    printf("run in a group of %u: 0 + 1 + … + 63 = %u\n", found[1], found[0]);
    return most < required[0] && found[0] == 2016 && found[1] == 64 ? 0 : 1;
}
C
