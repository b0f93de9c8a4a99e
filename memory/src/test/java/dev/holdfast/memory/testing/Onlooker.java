package dev.holdfast.memory.testing;

import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.KernelMemory;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Work;
import java.util.ArrayList;
import java.util.List;

/// A kernel that notes every word that it can see, and so what its client gets to see.
public final class Onlooker {
    private final Kernel kernel;
    private final List<Long> seen = new ArrayList<>();

    /// An onlooker on the device of `rig`.
    public Onlooker(Rig rig) {
        kernel = rig.device().load(new KernelCode.InJava("look", (memory, none) -> look(memory)));
    }

    /// Looks at every word of `source`.
    public Work looksAt(BufferHandle source) {
        return Work.launch(kernel).reads(source);
    }

    /// Looks at every word of `target` and changes none, though it says that it overwrites all.
    public Work pretendsToOverwrite(BufferHandle target) {
        return Work.launch(kernel).overwrites(target);
    }

    /// The first few different words that were seen, in the order in which they were first seen.
    public List<Long> seen() {
        return seen.stream().distinct().limit(4).toList();
    }

    private void look(KernelMemory memory) {
        for (int argument = 0; argument < memory.arguments(); argument++) {
            for (long at = 0; at < memory.sizeBytes(argument); at += 8) {
                seen.add(memory.getLong(argument, at));
            }
        }
    }
}
