package dev.holdfast.stress;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a test of code with a known bug, and names the test that would have found that bug in the
/// real code. Every test needs at least one, or nobody knows that it can fail.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface BugIn {
    /// The test that stands beside it.
    Class<?> value();
}
