package dev.holdfast.bench.budget;

/// How many a second.
final class Rate {
    private Rate() {}

    /// Something that takes time.
    @FunctionalInterface
    interface Run {
        /// Does it.
        void run() throws InterruptedException;
    }

    /// How many a second, if `run` does `count` of them.
    static double aSecond(int count, Run run) throws InterruptedException {
        long began = System.nanoTime();
        run.run();
        return count * 1e9 / (System.nanoTime() - began);
    }
}
