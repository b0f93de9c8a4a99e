import org.jspecify.annotations.NullMarked;

/// Ours minus one protection. Finds the sources in the checkout, so it is of no use without one.
@NullMarked
module dev.holdfast.mutants {
    // not static: the sources that are compiled here name its annotations
    requires org.jspecify;
    requires java.compiler;
    requires java.management;
    requires jdk.compiler;
    requires tools.jackson.databind;

    exports dev.holdfast.mutants;
}
