import org.jspecify.annotations.NullMarked;

/// The budgets, measured.
@NullMarked
module dev.holdfast.bench {
    requires static org.jspecify;
    requires dev.holdfast.device;
    requires dev.holdfast.memory;
}
