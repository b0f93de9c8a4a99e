package dev.holdfast.mutants.incident;

import dev.holdfast.memory.BufferHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// Incident 4: two tenants' sessions are paged out and come back, and one is answered with the
/// other's content. A thousand random turns in memory that holds a third of it all; every word
/// names its owner and its version, and what nobody has written must be zero.
public final class TenantSwap {
    private static final int TURNS = 1000;
    private static final int SESSIONS = 6;
    private static final List<String> TENANTS = List.of("a", "b");

    private TenantSwap() {}

    /// A session and what its words must be.
    private static final class Session {
        private final BufferHandle blocks;
        private long word = Stage.ZEROS;

        private Session(BufferHandle blocks) {
            this.blocks = blocks;
        }
    }

    static Optional<String> play() {
        var stage = new Stage(64L * Stage.KIB, 512L * Stage.KIB);
        var random = new SplittableRandom(4385);
        List<Session> sessions = new ArrayList<>();
        long version = 0;
        for (int turn = 0; turn < TURNS; turn++) {
            if (sessions.size() < SESSIONS) {
                String tenant = TENANTS.get(turn % TENANTS.size());
                long sizeBytes = 4L * Stage.KIB * random.nextInt(2, 9);
                sessions.add(new Session(stage.create(tenant, "session", sizeBytes)));
            }
            int chosen = random.nextInt(sessions.size());
            Session session = sessions.get(chosen);
            if (random.nextInt(4) > 0) {
                stage.check(session.blocks, session.word);
            }
            switch (random.nextInt(3)) {
                case 0 -> {
                    long owner = session.blocks.client().name().charAt(0);
                    session.word = owner << 32 | ++version;
                    stage.write(session.blocks, session.word);
                }
                case 1 -> {
                    session.blocks.close();
                    sessions.remove(chosen);
                }
                default -> {}
            }
            for (int steps = random.nextInt(20); steps > 0; steps--) {
                stage.step();
            }
            if (turn % 50 == 0) {
                stage.settle();
            }
        }
        return stage.finish();
    }

    /// Exit 0 if every word was its reader's own, 3 if not.
    public static void main(String[] args) {
        Stage.exit(play());
    }
}
