package dev.holdfast.memory.submit;

import java.lang.StackWalker.StackFrame;
import java.util.List;

/// Where a submission was made: the caller's frames, without those of this library that led here.
public final class SubmitterStack {
    private static final int FRAMES = 64;
    private static final StackWalker WALKER =
            StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private SubmitterStack() {}

    /// The frames of this thread outside of `facade`, the classes through which callers come in.
    public static List<StackFrame> take(List<Class<?>> facade) {
        return WALKER.walk(frames ->
                frames.dropWhile(frame ->
                                frame.getDeclaringClass() == SubmitterStack.class
                                        || facade.contains(frame.getDeclaringClass()))
                        .limit(FRAMES)
                        .toList());
    }
}
