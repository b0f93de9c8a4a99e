package dev.holdfast.memory.capture;

import dev.holdfast.device.fault.Fault;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a device was executing from when something went wrong: placements as at submission, bytes
/// as at capture. A value; it refers to nothing of the manager's.
///
/// @param number which capture of its manager this is, from one on
/// @param when by the wall clock
/// @param nanos by the manager's clock, which `submittedNanos` and `handedOverNanos` are told by
/// @param trigger what made it begin
/// @param fault what was reported, if anything was
/// @param device the device's name
/// @param lost true if the device is lost
/// @param regions how memory stood
/// @param clients who there was
/// @param commands what was submitted and not over, oldest first
/// @param objects the captured objects, those of the guilty command first
/// @param tookNanos how long reading took
public record Capture(
        long number,
        Instant when,
        long nanos,
        Trigger trigger,
        Optional<Fault> fault,
        String device,
        boolean lost,
        List<RegionState> regions,
        List<ClientState> clients,
        List<CapturedCommand> commands,
        List<CapturedObject> objects,
        long tookNanos) {

    /// How one region stood.
    ///
    /// @param name `device` or `host`
    /// @param heap its heap
    /// @param sizeBytes its capacity
    /// @param visibleBytes how much of it the CPU can see, from offset zero
    /// @param freeBytes what could be handed on, now or behind fences
    /// @param pendingBytes how much of that waits for fences
    /// @param quarantinedBytes what is never handed on again
    public record RegionState(
            String name,
            int heap,
            long sizeBytes,
            long visibleBytes,
            long freeBytes,
            long pendingBytes,
            long quarantinedBytes) {}

    /// A client.
    ///
    /// @param id its number
    /// @param name its name
    /// @param inFlight how many of its submissions were not over
    /// @param guilty how often a command of its was taken from a queue by force
    public record ClientState(long id, String name, int inFlight, long guilty) {}

    /// Takes its own copies of the lists.
    public Capture {
        regions = List.copyOf(regions);
        clients = List.copyOf(clients);
        commands = List.copyOf(commands);
        objects = List.copyOf(objects);
    }

    /// The command that it is about, if there is one.
    public Optional<CapturedCommand> guilty() {
        return commands.stream().filter(CapturedCommand::guilty).findFirst();
    }
}
