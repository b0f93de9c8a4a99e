package dev.holdfast.memory.work;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.unit.Bytes;
import java.util.List;

/// Why work was refused. Nothing has changed when one of these comes back.
public sealed interface Refusal {
    /// One line for people: what, on what, and what to do.
    String message();

    /// There is no room now, though there could be.
    ///
    /// @param region which memory is short
    /// @param missingBytes by how much
    record NoSpace(String region, long missingBytes) implements Refusal {
        @Override
        public String message() {
            return Bytes.format(missingBytes)
                    + " too little "
                    + region
                    + " memory: the rest is pinned, or in use by this submission; unpin, close or"
                    + " split";
        }
    }

    /// There is no place in one piece now, on a device that needs one, though there could be.
    ///
    /// @param region which memory
    /// @param neededBytes how long a piece is needed
    /// @param objects who cannot move and is in the way, pinned or in use by the same work; none,
    ///   if what is asked for together does not fit side by side
    record InTheWay(String region, long neededBytes, List<String> objects) implements Refusal {
        /// Keeps a list of its own.
        public InTheWay {
            objects = List.copyOf(objects);
        }

        @Override
        public String message() {
            String piece = Bytes.format(neededBytes) + " of " + region + " memory in one piece";
            return objects.isEmpty()
                    ? "no " + piece + " beside the rest of this work: split it"
                    : "no "
                            + piece
                            + ": in the way and fixed are "
                            + String.join(", ", objects)
                            + "; unpin, close or split";
        }
    }

    /// There will never be room: it is more than the region holds.
    ///
    /// @param region which memory
    /// @param neededBytes what is needed at once
    /// @param capacityBytes what there is
    record NeverFits(String region, long neededBytes, long capacityBytes) implements Refusal {
        @Override
        public String message() {
            return "needs "
                    + Bytes.format(neededBytes)
                    + " of "
                    + region
                    + " memory at once, which has "
                    + Bytes.format(capacityBytes)
                    + " in all: split the work or use a larger device";
        }
    }

    /// An object's content is gone or wrong; overwriting it in full makes it good again.
    ///
    /// @param object its name
    /// @param fault what became of it
    record ContentFault(String object, Fault fault) implements Refusal {
        @Override
        public String message() {
            return "the content of " + object + " cannot be used: " + fault;
        }
    }

    /// The device is lost or was given up: nothing is done on it any more. Objects can still be
    /// made, and those whose content is in host memory be mapped.
    ///
    /// @param fault why
    record DeviceLost(Fault fault) implements Refusal {
        @Override
        public String message() {
            return "there is no device to do it on: " + fault;
        }
    }

    /// The manager is suspended, or about to be: nothing is on a device until it is resumed.
    record Suspended() implements Refusal {
        @Override
        public String message() {
            return "the manager is suspended: wait until it is resumed";
        }
    }

    /// An object is mapped by the host in a way that conflicts.
    ///
    /// @param object its name
    record Mapped(String object) implements Refusal {
        @Override
        public String message() {
            return object + " is mapped by the host: close the mapping first";
        }
    }

    /// An object is pinned in device memory, and writing it from the host would move it.
    ///
    /// @param object its name
    record Pinned(String object) implements Refusal {
        @Override
        public String message() {
            return object + " is pinned in device memory: close the pin first";
        }
    }

    /// The owner has closed the object or taken the grant back.
    ///
    /// @param object its name
    record Revoked(String object) implements Refusal {
        @Override
        public String message() {
            return object + " is no longer shared with this client";
        }
    }

    /// The grant does not allow this access.
    ///
    /// @param object its name
    /// @param asked what was asked for
    record NotGranted(String object, Access asked) implements Refusal {
        @Override
        public String message() {
            return object + " is shared read-only, and " + asked + " was asked for";
        }
    }

    /// The client has a use whose time was up before it ended. Until it is closed, and what it was
    /// closed with has settled, its memory is handed to nobody, and the client gets no other use.
    ///
    /// @param use its name
    /// @param keptBytes the size of its objects
    record UseExpired(String use, long keptBytes) implements Refusal {
        @Override
        public String message() {
            return "\""
                    + use
                    + "\" did not end in time and may still use "
                    + Bytes.format(keptBytes)
                    + ": close it once its commands are over; a client with such a use gets no"
                    + " other";
        }
    }

    /// Too much would be in use at once by clients' own commands, while a use of anybody's is late.
    ///
    /// @param neededBytes the size of the objects that were asked for and are not in use yet
    /// @param inUseBytes the size of those that are
    /// @param limitBytes how much that may be together: half of device memory
    record TooMuchInUse(long neededBytes, long inUseBytes, long limitBytes) implements Refusal {
        @Override
        public String message() {
            return Bytes.format(neededBytes)
                    + " beside "
                    + Bytes.format(inUseBytes)
                    + " that are in use already: while a use is late, all that have not ended may"
                    + " have "
                    + Bytes.format(limitBytes)
                    + " together, half of device memory; end one first";
        }
    }
}
