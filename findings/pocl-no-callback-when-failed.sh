#!/usr/bin/env bash
# PoCL: a command that ends badly, because the user event that it waits for was set to an error, never
# calls the callback of its own event. The letter has a callback for CL_COMPLETE called for an abnormal
# end too. The event's status says that it failed, and a command that ends well does call back.
packages="pocl-opencl-icd=3.1-3+deb12u1 libpocl2=3.1-3+deb12u1 libpocl2-common=3.1-3+deb12u1 libhwloc15=2.9.0-1 libllvm15=1:15.0.6-4+b1 libclang-cpp15=1:15.0.6-4+b1"
. "$(dirname "$0")/common.sh"
run "$(library usr/lib/x86_64-linux-gnu/libpocl.so.2.10.0)" <<'C'
#define _DEFAULT_SOURCE
#include "common.h"
#include <unistd.h>
static volatile int called, told;
static void CL_CALLBACK over(cl_event event, cl_int status, void *data) {
    told = status;
    called++;
}
/* A write behind a user event that is set to `outcome`; its callback is waited for two seconds. */
static int written(cl_mem out, cl_int outcome) {
    static char bytes[64];
    cl_int code;
    cl_event before = clCreateUserEvent(context, &code), write;
    check("clCreateUserEvent", code);
    check("clEnqueueWriteBuffer", clEnqueueWriteBuffer(queue, out, CL_FALSE, 0, 64, bytes, 1, &before, &write));
    called = 0;
    check("clSetEventCallback", clSetEventCallback(write, CL_COMPLETE, over, NULL));
    check("clFlush", clFlush(queue));
    check("clSetUserEventStatus", clSetUserEventStatus(before, outcome));
    for (int i = 0; i < 20 && !called; i++) {
        usleep(100000);
    }
    printf("user event set to %d: the write's status is %d, its callback was called %d times\n", outcome,
           status(write), called);
    return called;
}
int main(void) {
    begin(0);
    cl_mem out = buffer(64);
    int well = written(out, CL_COMPLETE);
    int badly = written(out, -1000);
    return well == 1 && badly == 0 ? 0 : 1;
}
C
