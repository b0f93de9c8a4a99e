package dev.holdfast.opencl;

import org.lwjgl.opencl.CL10;
import org.lwjgl.opencl.CL11;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/// A driver's own events.
record ClEvents() implements Events {
    @Override
    public int status(long event) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var status = stack.callocInt(1);
            int code =
                    CL10.nclGetEventInfo(
                            event,
                            CL11.CL_EVENT_COMMAND_EXECUTION_STATUS,
                            Integer.BYTES,
                            MemoryUtil.memAddress(status),
                            0);
            // an event that cannot be asked is not going to end well
            return code == ClError.SUCCESS ? status.get(0) : code;
        }
    }

    @Override
    public void await(long event) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            // what it answers is asked for afterwards, event by event
            CL10.nclWaitForEvents(1, MemoryUtil.memAddress(stack.pointers(event)));
        }
    }

    @Override
    public void ringWhenOver(long event, Bell bell) {
        long reference = bell.newReference();
        int code = CL11.nclSetEventCallback(event, CL10.CL_COMPLETE, Bell.entry(), reference);
        if (code != ClError.SUCCESS) {
            Bell.drop(reference);
        }
    }

    @Override
    public void release(long event) {
        CL10.clReleaseEvent(event);
    }
}
