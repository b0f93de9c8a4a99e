package dev.holdfast.cli;

import picocli.CommandLine.IVersionProvider;

/// The version that is printed: that of the jar, and of the Java it runs on.
final class ProgramVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Main.class.getPackage().getImplementationVersion();
        return new String[] {
            "holdfast "
                    + (version == null ? "(not packaged)" : version)
                    + " on Java "
                    + Runtime.version()
        };
    }
}
