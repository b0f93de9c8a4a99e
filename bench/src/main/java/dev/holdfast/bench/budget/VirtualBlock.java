package dev.holdfast.bench.budget;

import java.nio.LongBuffer;
import java.util.Optional;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.util.vma.Vma;
import org.lwjgl.util.vma.VmaVirtualAllocationCreateInfo;
import org.lwjgl.util.vma.VmaVirtualBlockCreateInfo;

/// The virtual block of the Vulkan Memory Allocator: space without a device, handed out as offsets.
/// Needs a native library, and no Vulkan.
final class VirtualBlock implements RegionTimeBudget.Space {
    private final long block;
    private final long[] live;
    private final PointerBuffer granted = MemoryUtil.memAllocPointer(1);
    private final LongBuffer offset = MemoryUtil.memAllocLong(1);
    private final VmaVirtualAllocationCreateInfo request =
            VmaVirtualAllocationCreateInfo.calloc().alignment(256);

    private VirtualBlock(long block, int slots) {
        this.block = block;
        this.live = new long[slots];
    }

    /// A block of so many bytes; empty where the native library is not at hand.
    static Optional<RegionTimeBudget.Space> open(long sizeBytes, int slots) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer made = stack.mallocPointer(1);
            VmaVirtualBlockCreateInfo info =
                    VmaVirtualBlockCreateInfo.calloc(stack).size(sizeBytes);
            if (Vma.vmaCreateVirtualBlock(info, made) != 0) {
                return Optional.empty();
            }
            return Optional.of(new VirtualBlock(made.get(0), slots));
        } catch (LinkageError notHere) {
            return Optional.empty();
        }
    }

    @Override
    public void replace(int[] slots, long[] sizesBytes) {
        for (int i = 0; i < slots.length; i++) {
            if (live[slots[i]] != 0) {
                Vma.vmaVirtualFree(block, live[slots[i]]);
            }
            request.size(sizesBytes[i]);
            if (Vma.vmaVirtualAllocate(block, request, granted, offset) != 0) {
                throw new IllegalStateException("the block is too small for this");
            }
            live[slots[i]] = granted.get(0);
        }
    }

    @Override
    public void close() {
        Vma.vmaClearVirtualBlock(block);
        Vma.vmaDestroyVirtualBlock(block);
        request.free();
        MemoryUtil.memFree(granted);
        MemoryUtil.memFree(offset);
    }
}
