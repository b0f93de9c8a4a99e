/// Devices that OpenCL drives.
package dev.holdfast.opencl;
