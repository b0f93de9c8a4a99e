package dev.holdfast.device.unit;

/// What has to be known of memory that is a mapped file: the file may get shorter, or its disk may
/// fail, and then whoever touches the memory has an [InternalError].
public final class MappedFiles {
    private MappedFiles() {}

    /// Has an [InternalError] thrown here, if this thread's last accesses have earned one. Call it
    /// at the end of the block that is to catch it.
    ///
    /// HotSpot throws the error not where the page is missing but when the thread next passes a
    /// safepoint poll. In compiled code that can be long after the block, out of a statement that
    /// has nothing to do with it. The call of a native method polls on its way back, and costs some
    /// ten nanoseconds.
    public static void surfaceErrors() {
        var _ = Thread.holdsLock(MappedFiles.class);
    }
}
