/* The calls that every program with OpenCL begins with, checked. */
#define CL_TARGET_OPENCL_VERSION 300
#define CL_USE_DEPRECATED_OPENCL_1_2_APIS
#include <CL/cl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static cl_platform_id platform;
static cl_device_id device;
static cl_context context;
static cl_command_queue queue;

static void check(const char *call, cl_int code) {
    if (code != CL_SUCCESS) {
        printf("%s answered %d\n", call, code);
        exit(2);
    }
}

/* The driver's first device, a context and an in-order queue of it. */
static void begin(cl_command_queue_properties properties) {
    char text[256];
    cl_int code;
    check("clGetPlatformIDs", clGetPlatformIDs(1, &platform, NULL));
    check("clGetDeviceIDs", clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, 1, &device, NULL));
    check("clGetDeviceInfo", clGetDeviceInfo(device, CL_DEVICE_NAME, sizeof text, text, NULL));
    printf("device     %s\n", text);
    check("clGetDeviceInfo", clGetDeviceInfo(device, CL_DEVICE_VERSION, sizeof text, text, NULL));
    printf("version    %s\n", text);
    check("clGetDeviceInfo", clGetDeviceInfo(device, CL_DRIVER_VERSION, sizeof text, text, NULL));
    printf("driver     %s\n", text);
    context = clCreateContext(NULL, 1, &device, NULL, NULL, &code);
    check("clCreateContext", code);
    queue = clCreateCommandQueue(context, device, properties, &code);
    check("clCreateCommandQueue", code);
}

static cl_kernel kernel(const char *source, const char *name) {
    cl_int code;
    cl_program program = clCreateProgramWithSource(context, 1, &source, NULL, &code);
    check("clCreateProgramWithSource", code);
    check("clBuildProgram", clBuildProgram(program, 1, &device, "", NULL, NULL));
    cl_kernel made = clCreateKernel(program, name, &code);
    check("clCreateKernel", code);
    return made;
}

static cl_mem buffer(size_t bytes) {
    cl_int code;
    cl_mem made = clCreateBuffer(context, CL_MEM_READ_WRITE, bytes, NULL, &code);
    check("clCreateBuffer", code);
    return made;
}

static cl_int status(cl_event event) {
    cl_int now;
    check("clGetEventInfo", clGetEventInfo(event, CL_EVENT_COMMAND_EXECUTION_STATUS, sizeof now, &now, NULL));
    return now;
}
