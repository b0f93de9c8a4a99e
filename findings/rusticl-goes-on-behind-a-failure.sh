#!/usr/bin/env bash
# Rusticl on llvmpipe: a command whose user event was set to an error fails, and the command behind it
# in the same in-order queue runs all the same and is complete, with what the first should have made
# missing. PoCL fails both. Nor is the callback of the failed command's event ever called.
packages="mesa-opencl-icd=22.3.6-1+deb12u2 libclc-15=1:15.0.6-4 libclc-15-dev=1:15.0.6-4 libllvmspirvlib15=15.0.0-2 libllvm15=1:15.0.6-4+b1 libclang-cpp15=1:15.0.6-4+b1"
. "$(dirname "$0")/common.sh"
run "$(library usr/lib/x86_64-linux-gnu/libRusticlOpenCL.so.1)" <<'C'
#define _DEFAULT_SOURCE
#include "common.h"
#include <unistd.h>
static volatile int first_called, second_called;
static void CL_CALLBACK over(cl_event event, cl_int status, void *data) {
    ++*(volatile int *)data;
}
int main(void) {
    begin(0);
    cl_int code;
    char old[64], new[64], read[64] = {0};
    memset(old, 1, 64);
    memset(new, 2, 64);
    cl_mem out = buffer(64);
    check("clEnqueueWriteBuffer", clEnqueueWriteBuffer(queue, out, CL_TRUE, 0, 64, old, 0, NULL, NULL));
    cl_event before = clCreateUserEvent(context, &code), first, second;
    check("clCreateUserEvent", code);
    check("clEnqueueWriteBuffer", clEnqueueWriteBuffer(queue, out, CL_FALSE, 0, 64, new, 1, &before, &first));
    check("clEnqueueReadBuffer", clEnqueueReadBuffer(queue, out, CL_FALSE, 0, 64, read, 0, NULL, &second));
    check("clSetEventCallback", clSetEventCallback(first, CL_COMPLETE, over, (void *)&first_called));
    check("clSetEventCallback", clSetEventCallback(second, CL_COMPLETE, over, (void *)&second_called));
    check("clFlush", clFlush(queue));
    check("clSetUserEventStatus", clSetUserEventStatus(before, -1000));
    for (int i = 0; i < 20 && !(first_called && second_called); i++) {
        usleep(100000);
    }
    printf("the write: status %d, callback called %d times\n", status(first), first_called);
    printf("the read behind it: status %d, callback called %d times, read %d where the write would have left 2\n",
           status(second), second_called, read[0]);
    return status(first) < 0 && !first_called && status(second) == CL_COMPLETE && read[0] == 1 ? 0 : 1;
}
C
