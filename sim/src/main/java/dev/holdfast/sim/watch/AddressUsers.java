package dev.holdfast.sim.watch;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

/// The launches that may use the addresses that they were given: those that the device has, and for
/// as long as it is open those that it gave up without stopping them. Nothing may be mapped there:
/// they would reach it.
public final class AddressUsers {
    // by identity: the same work may be submitted twice
    private final IdentityHashMap<AddressSpace, Set<Command.Launch>> bySpace =
            new IdentityHashMap<>();

    /// The device is given `command`.
    public void begins(Command command) {
        if (command instanceof Command.Launch launch) {
            launch.space().ifPresent(space -> users(space).add(launch));
        }
    }

    /// The device has stopped `command`, or it has come to its end.
    public void ends(Command command) {
        if (command instanceof Command.Launch launch) {
            launch.space().ifPresent(space -> users(space).remove(launch));
        }
    }

    private Set<Command.Launch> users(AddressSpace space) {
        return bySpace.computeIfAbsent(
                space, none -> Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    /// A launch that was given an address of `space` from `from` to `to`, or one that is closer
    /// than the guard.
    Optional<Command.Launch> of(AddressSpace space, long from, long to) {
        long guardBytes = space.granuleBytes();
        for (Command.Launch launch : bySpace.getOrDefault(space, Set.of())) {
            for (BufferArgument argument : launch.arguments()) {
                long begin = argument.address() - guardBytes;
                long end = argument.address() + argument.sizeBytes() + guardBytes;
                if (begin < to && end > from) {
                    return Optional.of(launch);
                }
            }
        }
        return Optional.empty();
    }
}
