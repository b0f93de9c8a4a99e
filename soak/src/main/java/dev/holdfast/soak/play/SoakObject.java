package dev.holdfast.soak.play;

import dev.holdfast.memory.work.Access;
import dev.holdfast.soak.content.Contents;
import dev.holdfast.soak.content.Words;
import java.util.concurrent.locks.ReentrantLock;

/// An object as the model knows it.
final class SoakObject {
    final long number;
    final String name;
    final long sizeBytes;
    final boolean writable;

    /// What it takes of the bytes that all may have together.
    final long budgetBytes;

    final ReentrantLock lock = new ReentrantLock();

    // set under the lock, before the memory goes
    volatile boolean sourceGone;

    // guarded by the lock
    Version version;
    long versions;
    boolean closed;
    int readMappings;
    boolean writeMapped;
    int pins;

    /// One that holds `contents`.
    ///
    /// @param lane whose it is
    /// @param writable whether the owner himself may write it
    /// @param budgetBytes what it takes of the bytes that all may have together
    SoakObject(long number, int lane, Contents contents, boolean writable, long budgetBytes) {
        this.number = number;
        this.name = "lane-" + lane + "/" + number;
        this.sizeBytes = contents.sizeBytes();
        this.writable = writable;
        this.budgetBytes = budgetBytes;
        this.version = Version.now(contents);
        this.versions = 1;
    }

    /// The identity of the next content.
    long nextIdentity() {
        return Words.identity(number, ++versions);
    }

    /// True if a host mapping stands against that.
    boolean isMappedAgainst(Access access) {
        return writeMapped || (access.writes() && readMappings > 0);
    }

    boolean isMapped() {
        return writeMapped || readMappings > 0;
    }

    /// As the manager calls it in what it says.
    boolean isNamedIn(String text) {
        return text.contains('"' + name + '"');
    }

    @Override
    public String toString() {
        return "\"%s\" (%d bytes)".formatted(name, sizeBytes);
    }
}
