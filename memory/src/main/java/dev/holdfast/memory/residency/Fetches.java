package dev.holdfast.memory.residency;

import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.migrate.Migrator;
import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.region.Region;
import java.util.Optional;

/// Copies of device memory in host memory that are no object's backing: for somebody who reads them
/// there and gives them back. Under the ledger.
public final class Fetches {
    private final Ledger ledger;
    private final Region host;
    private final Migrator migrator;
    private long bytes;

    Fetches(Ledger ledger, Region host, Migrator migrator) {
        this.ledger = ledger;
        this.host = host;
        this.migrator = migrator;
    }

    /// Begins to copy as much of what is in `source`, device memory, as there is room for, from
    /// `from` on and at most `mostBytes`, both in whole granules. Empty if there is no room.
    public Optional<Backing> fetch(BufferObject object, Backing source, long from, long mostBytes) {
        ledger.requireHeld();
        long leftBytes = source.takenBytes() - from;
        long most = Math.min(Math.min(leftBytes, mostBytes), host.freeBytes());
        if (most <= 0) {
            return Optional.empty();
        }
        Optional<Backing> target = Backings.part(host, object, most);
        if (target.isPresent()) {
            migrator.copyPart(object, source, from, target.get());
            bytes += target.get().takenBytes();
        }
        return target;
    }

    /// Gives a copy back; it need not have arrived.
    public void giveBack(Backing copy) {
        ledger.requireHeld();
        bytes -= copy.takenBytes();
        copy.letGo(FenceJoin.empty());
    }

    /// How much they have.
    public long bytes() {
        return bytes;
    }
}
