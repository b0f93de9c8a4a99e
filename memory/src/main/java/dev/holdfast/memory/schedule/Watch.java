package dev.holdfast.memory.schedule;

/// Somebody above who sees to it that commands end. It is told when to look, and looks itself.
public interface Watch {
    /// Nobody: commands take as long as they take.
    Watch NONE =
            new Watch() {
                @Override
                public long nanoTime() {
                    return 0;
                }

                @Override
                public long limitNanos() {
                    return 0;
                }

                @Override
                public long beatNanos() {
                    return 0;
                }

                @Override
                public void look() {}
            };

    /// The clock that limits are told by.
    long nanoTime();

    /// How long a command that says nothing itself may be the first of its queue; 0 for ever.
    long limitNanos();

    /// How long a queue may have nothing to do before somebody asks whether it is there; 0 for
    /// ever.
    long beatNanos();

    /// Something falls due earlier than was known when it last looked. Outside the ledger; does not
    /// block.
    void look();
}
