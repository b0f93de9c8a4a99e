package dev.holdfast.examples;

/// What an example came to.
///
/// @param right whether the device's answer is the CPU's
/// @param says it in a line or two
record Outcome(boolean right, String says) {
    /// Prints it, and ends the process with what it means.
    void exit() {
        System.out.println(says);
        System.exit(right ? 0 : 1);
    }
}
