package dev.holdfast.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.lwjgl.opencl.CL;
import org.lwjgl.system.Configuration;

/// The OpenCL library of this machine: the loader that finds drivers. Loaded once a process, for
/// whoever asks first, by the name that a machine has that only runs programs; LWJGL by itself
/// looks for the one that comes with the headers, and complains on the console.
final class Library {
    /// Why there is none; empty if there is one.
    private static final Optional<String> PROBLEM = load();

    private Library() {}

    /// Why OpenCL cannot be called; empty if it can.
    static Optional<String> problem() {
        return PROBLEM;
    }

    private static Optional<String> load() {
        List<String> tried = new ArrayList<>();
        try {
            Configuration.OPENCL_EXPLICIT_INIT.set(true);
            for (String name : names(Configuration.OPENCL_LIBRARY_NAME.get(""))) {
                if (canOpen(name)) {
                    create(name);
                    return Optional.empty();
                }
                tried.add(name);
            }
        } catch (LinkageError | RuntimeException broken) {
            // LWJGL's own native part is missing, or the library lacks what every one has
            return Optional.of("OpenCL cannot be loaded: " + rootMessage(broken));
        }
        return Optional.of("no OpenCL library here: " + String.join(" and ", tried));
    }

    /// Where it may be: what was configured, or what it is called on this system.
    static List<String> names(String configured) {
        if (!configured.isEmpty()) {
            return List.of(configured);
        }
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (system.contains("mac")) {
            return List.of("/System/Library/Frameworks/OpenCL.framework/OpenCL");
        }
        return system.contains("windows")
                ? List.of("OpenCL.dll")
                : List.of("libOpenCL.so.1", "libOpenCL.so");
    }

    @SuppressWarnings("restricted") // whoever runs this allows native access
    private static boolean canOpen(String name) {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(name, arena);
            return true;
        } catch (IllegalArgumentException absent) {
            return false;
        }
    }

    private static void create(String name) {
        try {
            CL.create(name);
        } catch (IllegalStateException already) {
            // somebody else in this process has loaded it: the same will do
            CL.getICD();
        }
    }

    private static String rootMessage(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null ? root.toString() : message.lines().findFirst().orElse("");
    }
}
