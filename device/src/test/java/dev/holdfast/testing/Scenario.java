package dev.holdfast.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The scenarios that a test stands for. On a class it speaks for every test in it that has none of
/// its own; a contract suite passes it on to the suites that extend it.
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Scenario {

    /// Ids of `docs/scenario-catalogue.tsv`, such as `"16"` or `"A1"`.
    String[] value();

    /// The change to the code that would break this test, in one sentence.
    String breaks();
}
