package dev.holdfast.opencl;

import org.lwjgl.opencl.CLEventCallback;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.system.jni.JNINativeInterface;

/// What a driver calls when an event is over. It does nothing but wake a queue's worker: what runs
/// on a driver's thread may neither block nor throw.
///
/// There is one native entry for all bells, and it is never freed: a driver may call it after the
/// queue has learned by other means that the event is over, even after the device was closed. What
/// it is called with is a reference to the bell that is made for one call and dropped in it.
final class Bell {
    private static final CLEventCallback ENTRY = CLEventCallback.create(Bell::called);

    private final Runnable ring;

    /// A bell that does `ring`, which is quick.
    Bell(Runnable ring) {
        this.ring = ring;
    }

    /// Rings it. Any thread.
    void ring() {
        ring.run();
    }

    /// The native entry.
    static long entry() {
        return ENTRY.address();
    }

    /// What the entry is to be called with, once.
    long newReference() {
        return JNINativeInterface.NewGlobalRef(this);
    }

    /// Drops a reference that no driver has.
    static void drop(long reference) {
        JNINativeInterface.DeleteGlobalRef(reference);
    }

    private static void called(long event, int status, long reference) {
        try {
            Bell bell = MemoryUtil.memGlobalRefToObject(reference);
            drop(reference);
            bell.ring();
        } catch (Throwable thrown) {
            // a throw would end the process; the queue looks by itself in a while
            return;
        }
    }
}
