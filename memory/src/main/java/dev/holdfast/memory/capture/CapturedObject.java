package dev.holdfast.memory.capture;

import java.util.List;

/// One object of a capture: where it was when the command that ran from it was submitted, where it
/// is now, and its bytes.
///
/// @param id its number, unique in its manager
/// @param name what its owner calls it
/// @param owner the client that owns it
/// @param command the number of the command that it was captured for; -1 for an object that is
///   pinned and was captured though nothing ran on it
/// @param access what the command does with it: `reads`, `updates`, `overwrites`, or `pinned`
/// @param address where kernels of the command's client found it; 0 on a device without addresses
/// @param sizeBytes its size
/// @param spaceBytes what it took up, slack included
/// @param version of its content, as the submission found it
/// @param atSubmission where it was when the command was submitted
/// @param now where it is at the time of the capture; empty if it has no bytes anywhere
/// @param moved true if `now` has another place than `atSubmission`
/// @param contents its bytes, as they were at the time of the capture, read from `atSubmission`
public record CapturedObject(
        long id,
        String name,
        String owner,
        long command,
        String access,
        long address,
        long sizeBytes,
        long spaceBytes,
        long version,
        Placement atSubmission,
        List<Placement> now,
        boolean moved,
        Contents contents) {
    /// Takes its own copies of the lists.
    public CapturedObject {
        now = List.copyOf(now);
    }
}
