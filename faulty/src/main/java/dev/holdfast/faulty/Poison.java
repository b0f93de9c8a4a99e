package dev.holdfast.faulty;

import dev.holdfast.device.Command;
import dev.holdfast.device.CopySource;
import dev.holdfast.device.Device;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.Transfer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// Garbage over all of device memory: by the CPU where it sees it, by copies where it does not.
/// This touches every page there is, of a heap of any size.
final class Poison {
    private static final int TILE_BYTES = LentBlocks.BLOCK_BYTES;
    private static final int TILES_IN_COMMAND = 1024;

    private final Device inner;
    private final LentBlocks blocks;
    private final ArrayDeque<HeapRange> unseen = new ArrayDeque<>();

    /// Poison for the device memory of `inner`.
    Poison(Device inner, LentBlocks blocks) {
        this.inner = inner;
        this.blocks = blocks;
    }

    /// Writes it, and has `over` run then, on any thread.
    void spread(Runnable over) {
        long sizeBytes = inner.heaps().get(Device.DEVICE_HEAP).sizeBytes();
        for (long at = 0; at < sizeBytes; at += TILE_BYTES) {
            long length = Math.min(TILE_BYTES, sizeBytes - at);
            HeapRange tile = new HeapRange(Device.DEVICE_HEAP, at, length);
            var view = inner.hostView(tile);
            if (view.isPresent()) {
                view.get().copyFrom(blocks.garbage(length));
            } else {
                unseen.addLast(tile);
            }
        }
        copyNext(over);
    }

    private void copyNext(Runnable over) {
        List<Transfer> transfers = new ArrayList<>();
        while (!unseen.isEmpty() && transfers.size() < TILES_IN_COMMAND) {
            HeapRange tile = unseen.removeFirst();
            transfers.add(
                    new Transfer(new CopySource.Lent(blocks.garbage(tile.sizeBytes())), tile));
        }
        if (transfers.isEmpty()) {
            over.run();
            return;
        }
        // what cannot be reached keeps what it had: nobody is promised poison
        inner.queue(QueueKind.COPY_IN).submit(new Command.Copy(transfers), fault -> copyNext(over));
    }
}
