#!/usr/bin/env bash
# Oclgrind: a callback that is set on an event that is complete already is never called. The letter has
# it called at once, as PoCL and Rusticl do. Set before the command runs, it is called.
packages="oclgrind=21.10-3 liboclgrind-21.10=21.10-3"
. "$(dirname "$0")/common.sh"
run "$(library usr/lib/oclgrind/liboclgrind-rt-icd.so)" <<'C'
#define _DEFAULT_SOURCE
#include "common.h"
#include <unistd.h>
static volatile int called;
static void CL_CALLBACK over(cl_event event, cl_int status, void *data) {
    called = 1;
}
int main(void) {
    begin(0);
    cl_mem out = buffer(64);
    char bytes[64] = {0};
    cl_event before, after;
    check("clEnqueueWriteBuffer", clEnqueueWriteBuffer(queue, out, CL_FALSE, 0, 64, bytes, 0, NULL, &before));
    check("clSetEventCallback", clSetEventCallback(before, CL_COMPLETE, over, NULL));
    check("clFinish", clFinish(queue));
    printf("set before the queue was finished: called %d\n", called);
    int first = called;
    called = 0;
    check("clEnqueueWriteBuffer", clEnqueueWriteBuffer(queue, out, CL_FALSE, 0, 64, bytes, 0, NULL, &after));
    check("clFinish", clFinish(queue));
    printf("status before the second is set: %d (complete)\n", status(after));
    check("clSetEventCallback", clSetEventCallback(after, CL_COMPLETE, over, NULL));
    check("clFinish", clFinish(queue));
    for (int i = 0; i < 20 && !called; i++) {
        usleep(100000);
    }
    printf("set on a complete event, two seconds later: called %d\n", called);
    return first == 1 && called == 0 ? 0 : 1;
}
C
