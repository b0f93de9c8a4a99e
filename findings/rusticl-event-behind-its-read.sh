#!/usr/bin/env bash
# Rusticl on llvmpipe: a blocking read on an in-order queue has returned what the kernel before it wrote,
# and that kernel's event may still say that it is only submitted. Who looks at the status instead of
# waiting sees a command that is over as one that has not begun.
packages="mesa-opencl-icd=22.3.6-1+deb12u2 libclc-15=1:15.0.6-4 libclc-15-dev=1:15.0.6-4 libllvmspirvlib15=15.0.0-2 libllvm15=1:15.0.6-4+b1 libclang-cpp15=1:15.0.6-4+b1"
. "$(dirname "$0")/common.sh"
run "$(library usr/lib/x86_64-linux-gnu/libRusticlOpenCL.so.1)" <<'C'
#include "common.h"
int main(void) {
    begin(0);
    cl_kernel put = kernel("kernel void put(global uint *out, uint value) { out[0] = value; }", "put");
    cl_mem out = buffer(4096);
    int late = 0, right = 0;
    for (cl_uint i = 1; i <= 1000; i++) {
        cl_event event;
        cl_uint found = 0;
        size_t one = 1;
        check("clSetKernelArg", clSetKernelArg(put, 0, sizeof out, &out));
        check("clSetKernelArg", clSetKernelArg(put, 1, sizeof i, &i));
        check("clEnqueueNDRangeKernel", clEnqueueNDRangeKernel(queue, put, 1, NULL, &one, NULL, 0, NULL, &event));
        check("clEnqueueReadBuffer", clEnqueueReadBuffer(queue, out, CL_TRUE, 0, sizeof found, &found, 0, NULL, NULL));
        cl_int now = status(event);
        right += found == i;
        late += found == i && now > CL_COMPLETE;
        if (found == i && now > CL_COMPLETE && late == 1) {
            printf("round %u: read %u, and the event of the kernel that wrote it says %d (%s)\n", i, found, now,
                   now == CL_SUBMITTED ? "submitted" : now == CL_RUNNING ? "running" : "queued");
        }
        check("clWaitForEvents", clWaitForEvents(1, &event));
        clReleaseEvent(event);
    }
    printf("of 1000 blocking reads %d were right; %d times the event before was not complete yet\n", right, late);
    return right == 1000 && late > 0 ? 0 : 1;
}
C
