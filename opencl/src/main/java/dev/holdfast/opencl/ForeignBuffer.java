package dev.holdfast.opencl;

import org.lwjgl.opencl.CL10;
import org.lwjgl.opencl.CL11;
import org.lwjgl.opencl.CL12;

/// A `cl_mem` of somebody else's, as it says of itself.
///
/// @param handle itself
/// @param type what kind of memory object it is
/// @param context where it was made
/// @param flags what may be done with it, and by whom
/// @param sizeBytes how long it is
/// @param root the buffer that it is a part of, or itself
/// @param offset where in that it begins
record ForeignBuffer(
        long handle, long type, long context, long flags, long sizeBytes, long root, long offset) {

    /// What `handle` says; throws [ClException] if it is no memory object.
    static ForeignBuffer of(long handle) {
        long parent = number(handle, CL11.CL_MEM_ASSOCIATED_MEMOBJECT);
        return new ForeignBuffer(
                handle,
                number(handle, CL10.CL_MEM_TYPE),
                number(handle, CL10.CL_MEM_CONTEXT),
                number(handle, CL10.CL_MEM_FLAGS),
                number(handle, CL10.CL_MEM_SIZE),
                parent == 0 ? handle : parent,
                parent == 0 ? 0 : number(handle, CL11.CL_MEM_OFFSET));
    }

    private static long number(long handle, int property) {
        return Query.number(
                "clGetMemObjectInfo",
                (size, value, returned) ->
                        CL10.nclGetMemObjectInfo(handle, property, size, value, returned));
    }

    /// Throws [IllegalArgumentException] if it is nothing that a device of `ours` can have.
    void check(long ours) {
        if (type != CL10.CL_MEM_OBJECT_BUFFER) {
            throw new IllegalArgumentException(this + " is no buffer");
        }
        if (context != ours) {
            throw new IllegalArgumentException(this + " is of another context than the device");
        }
        if (sizeBytes <= 0) {
            throw new IllegalArgumentException(this + " has no bytes");
        }
        if (has(CL12.CL_MEM_HOST_NO_ACCESS) || has(CL12.CL_MEM_HOST_WRITE_ONLY)) {
            throw new IllegalArgumentException(
                    this + " was made so that the host can never read it: it cannot be an object");
        }
    }

    /// False if kernels may not write it, or if the host may not.
    boolean isWritable() {
        return !has(CL10.CL_MEM_READ_ONLY) && !has(CL12.CL_MEM_HOST_READ_ONLY);
    }

    /// True if the two share a byte.
    boolean overlaps(ForeignBuffer other) {
        return root == other.root
                && offset < other.offset + other.sizeBytes
                && other.offset < offset + sizeBytes;
    }

    private boolean has(long flag) {
        return (flags & flag) != 0;
    }

    @Override
    public String toString() {
        return "cl_mem %#x of %d bytes".formatted(handle, sizeBytes);
    }
}
