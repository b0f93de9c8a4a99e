package dev.holdfast.opencl;

import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.device.HeapRange;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.lwjgl.opencl.CL10;
import org.lwjgl.opencl.CL11;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/// The sub-buffers that kernels are given: one for each range, counted by the commands that use it.
/// The last few that nobody uses are kept, because the next launch is likely to want them again.
///
/// Any thread.
final class SubBuffers {
    private static final int KEPT = 64;

    /// The flags of a sub-buffer that may be used as its buffer may.
    private static final long AS_ITS_SLAB = 0;

    private final DeviceHeap heap;

    // guarded by this; in the order in which they were last taken
    private final LinkedHashMap<HeapRange, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private int idle;

    private static final class Entry {
        private final long buffer;
        private int users;
        private boolean gone;

        Entry(long buffer) {
            this.buffer = buffer;
        }
    }

    /// Those of `heap`.
    SubBuffers(DeviceHeap heap) {
        this.heap = heap;
    }

    /// The buffer that is `range`, until it is given back.
    synchronized long take(HeapRange range) {
        if (heap.isSlab(range)) {
            return heap.slab(range.offset());
        }
        Entry entry = entries.get(range);
        if (entry == null) {
            entry = new Entry(create(range));
            entries.put(range, entry);
        } else if (entry.users == 0) {
            idle--;
        }
        entry.users++;
        return entry.buffer;
    }

    /// Gives back what was taken for `range`.
    synchronized void giveBack(HeapRange range) {
        Entry entry = entries.get(range);
        if (entry == null) {
            // all of a slab
            return;
        }
        entry.users--;
        if (entry.users == 0 && entry.gone) {
            CL10.clReleaseMemObject(entry.buffer);
            entries.remove(range);
        } else if (entry.users == 0) {
            idle++;
            dropOldest(KEPT);
        }
    }

    /// Keeps none that lies in `slab`, which is going: those that are used go when they are given
    /// back.
    synchronized void forget(HeapRange slab) {
        entries.entrySet()
                .removeIf(each -> {
                    Entry entry = each.getValue();
                    if (!slab.overlaps(each.getKey()) || entry.users > 0) {
                        entry.gone |= slab.overlaps(each.getKey());
                        return false;
                    }
                    CL10.clReleaseMemObject(entry.buffer);
                    idle--;
                    return true;
                });
    }

    /// How many there are, used or not.
    synchronized int count() {
        return entries.size();
    }

    /// How many are in use.
    synchronized int inUse() {
        return entries.size() - idle;
    }

    /// Releases those that nobody uses, which is all of them once no command is left.
    synchronized void close() {
        dropOldest(0);
    }

    private void dropOldest(int keep) {
        Iterator<Map.Entry<HeapRange, Entry>> oldest = entries.entrySet().iterator();
        while (idle > keep && oldest.hasNext()) {
            Entry entry = oldest.next().getValue();
            if (entry.users == 0) {
                CL10.clReleaseMemObject(entry.buffer);
                oldest.remove();
                idle--;
            }
        }
    }

    private long create(HeapRange range) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            ByteBuffer region = stack.malloc(Long.BYTES, 2 * Long.BYTES);
            region.putLong(0, heap.inSlab(range.offset()));
            region.putLong(Long.BYTES, range.sizeBytes());
            var error = stack.callocInt(1);
            long buffer =
                    CL11.nclCreateSubBuffer(
                            heap.slab(range.offset()),
                            AdoptedMemory.isAt(range) ? AS_ITS_SLAB : CL10.CL_MEM_READ_WRITE,
                            CL11.CL_BUFFER_CREATE_TYPE_REGION,
                            MemoryUtil.memAddress(region),
                            MemoryUtil.memAddress(error));
            ClException.check("clCreateSubBuffer for " + range, error.get(0));
            return buffer;
        }
    }
}
