package dev.holdfast.memory.binding;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.ForeignCode;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The page table of one client on the device of the moment; on devices without such it maps
/// nothing. It is the driver's: calls are made outside the ledger, and what the driver throws costs
/// the one mapping that it was to make.
///
/// A mapping that cannot be taken away stays in the table and is tried again before anything else
/// is mapped at its addresses. Until then kernels may find what was there, so its memory must not
/// be anybody else's.
final class PageTable {
    /// A driver that is short of memory for a moment is asked again at once.
    private static final int TRIES = 3;

    private final String name;
    private final Set<Binding> stuck = ConcurrentHashMap.newKeySet();

    // changed under the ledger while nothing is bound or under way
    private volatile Optional<AddressSpace> space;

    PageTable(String name, Optional<AddressSpace> space) {
        this.name = name;
        this.space = space;
    }

    Optional<AddressSpace> space() {
        return space;
    }

    /// Goes on with another table, in which nothing is mapped.
    void replace(Optional<AddressSpace> table) {
        space = table;
        stuck.clear();
    }

    /// Maps a binding, whatever was mapped there for it before; the answer is why it is not mapped.
    Optional<Fault> map(Binding binding) {
        if (space.isEmpty()) {
            return Optional.empty();
        }
        Optional<Fault> obstacle = clear(binding);
        if (obstacle.isPresent()) {
            return obstacle;
        }
        binding.mayBeMapped(true);
        try {
            space.get().map(binding.address(), binding.extents().ranges(), binding.isWritable());
            return Optional.empty();
        } catch (Throwable thrown) {
            // an exception says that nothing was mapped; after an error the driver may have
            if (thrown instanceof Error) {
                binding.doubt();
                var _ = unmap(binding);
            } else {
                binding.mayBeMapped(false);
            }
            return Optional.of(fault("mapped", binding, thrown));
        }
    }

    /// Takes a binding's mapping away, if it may have one; the answer is why it may still be there.
    Optional<Fault> unmap(Binding binding) {
        Optional<Fault> failed = Optional.empty();
        for (int i = 0; i < TRIES && binding.mayBeMapped(); i++) {
            failed = tryUnmap(binding);
            binding.mayBeMapped(failed.isPresent());
        }
        if (failed.isPresent()) {
            stuck.add(binding);
        } else if (!stuck.isEmpty()) {
            stuck.remove(binding);
        }
        return failed;
    }

    private Optional<Fault> clear(Binding binding) {
        Optional<Fault> own = unmap(binding);
        if (own.isPresent() || stuck.isEmpty()) {
            return own;
        }
        for (Iterator<Binding> each = stuck.iterator(); each.hasNext(); ) {
            Binding old = each.next();
            if (old.address() < binding.address() + binding.sizeBytes()
                    && binding.address() < old.address() + old.sizeBytes()) {
                Optional<Fault> failed = tryUnmap(old);
                if (failed.isPresent()) {
                    return failed;
                }
                each.remove();
            }
        }
        return Optional.empty();
    }

    private Optional<Fault> tryUnmap(Binding binding) {
        if (space.isEmpty()) {
            return Optional.empty();
        }
        try {
            space.get().unmap(binding.address(), binding.sizeBytes());
            return Optional.empty();
        } catch (IllegalArgumentException none) {
            // there is no such mapping: so the call that ended with an error before has done it
            return binding.isInDoubt()
                    ? Optional.empty()
                    : Optional.of(fault("unmapped", binding, none));
        } catch (Throwable thrown) {
            if (thrown instanceof Error) {
                binding.doubt();
            }
            return Optional.of(fault("unmapped", binding, thrown));
        }
    }

    private Fault fault(String what, Binding binding, Throwable thrown) {
        return Fault.of(
                FaultKind.DEPENDENCY_FAILED,
                "%s could not be %s for client \"%s\": the device threw %s"
                        .formatted(binding.vma().object(), what, name, ForeignCode.words(thrown)));
    }

    /// Gives the table back to the driver. What that throws, the fence work reports that this is.
    void close() {
        space.ifPresent(AddressSpace::close);
    }
}
