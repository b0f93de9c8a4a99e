package dev.holdfast.memory.object;

import java.util.LinkedHashSet;
import java.util.SequencedSet;

/// What could be won if resident objects were let go, in total: kept up as objects change, so that
/// what cannot succeed is refused without a look at any of them. Under the ledger.
///
/// The totals are upper bounds. What only a fault changes they do not follow: a host backing that
/// was lost counts as one, and space that goes into quarantine as space.
public final class Residents {
    private final SequencedSet<BufferObject> duplicates = new LinkedHashSet<>();
    private long deviceBytes;
    private long reliefBytes;
    private long duplicateBytes;

    /// What one object contributes; all zero unless it is resident.
    ///
    /// @param deviceBytes what of device memory is free if it goes; nothing if it may not
    /// @param reliefBytes the most that it can help with at no cost in host memory: by going, if
    ///   its content is elsewhere too, or by giving up its host backing for the content of others
    /// @param duplicateBytes what its host backing has, if nobody has mapped it
    public record Share(long deviceBytes, long reliefBytes, long duplicateBytes) {
        static final Share NONE = new Share(0, 0, 0);

        /// What `object` contributes if it is resident.
        public static Share of(BufferObject object) {
            Backing onDevice = object.device();
            if (onDevice == null) {
                return NONE;
            }
            Backing onHost = object.host();
            boolean elsewhere =
                    onHost != null
                            || object.lent() != null
                            || object.mayBeGone()
                            || object.version() == 0;
            long going = object.isPinned() ? 0 : onDevice.takenBytes();
            long host = onHost == null || object.isMapped() ? 0 : onHost.takenBytes();
            return new Share(going, Math.max(elsewhere ? going : 0, host), host);
        }
    }

    /// An object has become resident.
    public void add(BufferObject object) {
        object.countedBy(this);
    }

    /// An object is resident no more.
    public void remove(BufferObject object) {
        object.countedBy(null);
    }

    void changed(BufferObject object, Share before, Share after) {
        deviceBytes += after.deviceBytes - before.deviceBytes;
        reliefBytes += after.reliefBytes - before.reliefBytes;
        duplicateBytes += after.duplicateBytes - before.duplicateBytes;
        if (before.duplicateBytes == 0 && after.duplicateBytes > 0) {
            duplicates.addLast(object);
        } else if (before.duplicateBytes > 0 && after.duplicateBytes == 0) {
            duplicates.remove(object);
        }
    }

    /// The host backing of an object was made because it will have to go soon: of all duplicates it
    /// is the last that should be dropped.
    public void keepsDuplicate(BufferObject object) {
        if (duplicates.contains(object)) {
            duplicates.addFirst(object);
        }
    }

    /// How much of device memory could be free if all went that may.
    public long deviceBytes() {
        return deviceBytes;
    }

    /// How much of what is evicted need find no free space in host memory, at most.
    public long reliefBytes() {
        return reliefBytes;
    }

    /// How much of host memory is duplicates of what is in device memory.
    public long duplicateBytes() {
        return duplicateBytes;
    }

    /// Objects with a host backing beside the one in device memory, first the one whose host
    /// backing should be kept longest. Of some it may not be known yet whether the one in device
    /// memory is right.
    public SequencedSet<BufferObject> duplicates() {
        return duplicates;
    }
}
