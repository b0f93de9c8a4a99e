/// Floor 2: captures in files.
@org.jspecify.annotations.NullMarked
module dev.holdfast.capturefile {
    requires transitive dev.holdfast.memory;
    requires static org.jspecify;
    requires tools.jackson.databind;

    exports dev.holdfast.capturefile;
}
