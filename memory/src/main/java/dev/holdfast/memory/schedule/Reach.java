package dev.holdfast.memory.schedule;

import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.CopySource;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Transfer;
import java.util.ArrayList;
import java.util.List;

/// The heap memory that a command can touch.
///
/// @param read what it only reads
/// @param written what it may write
public record Reach(List<HeapRange> read, List<HeapRange> written) {

    /// The reach of `command`.
    public static Reach of(Command command) {
        Reach reach = new Reach(new ArrayList<>(), new ArrayList<>());
        switch (command) {
            case Command.Copy copy -> copy.transfers().forEach(reach::add);
            case Command.Fill fill -> reach.written.addAll(fill.targets());
            case Command.Launch launch -> launch.arguments().forEach(reach::add);
            case Command.Marker marker -> {}
        }
        return reach;
    }

    private void add(Transfer transfer) {
        written.add(transfer.target());
        switch (transfer.source()) {
            case HeapRange source -> read.add(source);
            case CopySource.Lent lent -> {}
        }
    }

    private void add(BufferArgument argument) {
        (argument.writable() ? written : read).addAll(argument.ranges());
    }

    /// True if it reaches any byte of `memory`.
    boolean overlaps(RangeSet memory) {
        return memory.overlaps(written) || memory.overlaps(read);
    }

    /// True if it reaches memory of `heap`.
    public boolean isIn(int heap) {
        return written.stream().anyMatch(range -> range.heap() == heap)
                || read.stream().anyMatch(range -> range.heap() == heap);
    }
}
