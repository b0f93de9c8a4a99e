package dev.holdfast.cli;

import dev.holdfast.capturefile.CaptureJson;
import dev.holdfast.capturefile.CapturePage;
import dev.holdfast.capturefile.CaptureReader;
import dev.holdfast.capturefile.I915Text;
import dev.holdfast.capturefile.WholeFile;
import dev.holdfast.cli.replay.InputException;
import dev.holdfast.cli.report.CaptureExtract;
import dev.holdfast.cli.report.CapturePrinter;
import dev.holdfast.cli.report.FileRoles;
import dev.holdfast.cli.report.Lines;
import dev.holdfast.memory.capture.Capture;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `holdfast capture`.
@Command(
        name = "capture",
        mixinStandardHelpOptions = true,
        description = "Reads what was captured when a device hung or faulted.",
        subcommands = {
            CaptureCommand.Show.class,
            CaptureCommand.Extract.class,
            CaptureCommand.Html.class,
            CaptureCommand.I915.class
        })
final class CaptureCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "say what to do: show, extract, html or i915-text, and a FILE");
    }

    /// The file, which all of them read.
    static final class Source {
        @Parameters(
                index = "0",
                paramLabel = "FILE",
                description = "A capture file, of replay --capture-dir or CaptureWriter.")
        private Path file = Path.of("");

        Capture read() throws InputException {
            try {
                return CaptureReader.read(file);
            } catch (IOException failed) {
                throw new InputException(String.valueOf(failed.getMessage()), failed);
            }
        }

        /// Prints what was made of it, or writes it into a file, which is never this one.
        void deliver(CommandSpec spec, Consumer<PrintWriter> text, String target)
                throws InputException {
            PrintWriter out = spec.commandLine().getOut();
            if (target.equals("-")) {
                text.accept(out);
                out.flush();
                return;
            }
            Path written = Path.of(target);
            new FileRoles().reads("the capture", file).writes("--out", written);
            try {
                WholeFile.replace(written, bytes -> print(text, bytes));
            } catch (IOException failed) {
                throw new InputException(
                        written + " cannot be written: " + WholeFile.reason(failed), failed);
            }
            Lines lines = new Lines(out);
            lines.line("wrote " + target);
            lines.flush();
        }

        /// A [PrintWriter] keeps what went wrong to itself, what is below it does not.
        private static void print(Consumer<PrintWriter> text, OutputStream target)
                throws IOException {
            Writer writer = new OutputStreamWriter(target, StandardCharsets.UTF_8);
            PrintWriter out = new PrintWriter(writer);
            text.accept(out);
            if (out.checkError()) {
                // tells why
                writer.flush();
                throw new IOException("it could not be written to its end");
            }
        }
    }

    /// `holdfast capture show`.
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            usageHelpAutoWidth = true,
            description = "Says what hung, what ran beside it, and what it was executing from.",
            footer = {"", "Exit status: 0 if the capture could be read, 2 if not."})
    static final class Show implements Callable<Integer> {
        @Spec private CommandSpec spec = CommandSpec.create();
        @Mixin private Source source = new Source();

        @Option(names = "--hex", description = "With the first bytes of each object.")
        private boolean hex;

        @Option(names = "--json", description = "For programs: capture.json as it is in the file.")
        private boolean json;

        @Override
        public Integer call() throws InputException {
            Capture capture = source.read();
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.print(new CaptureJson().text(capture));
                out.flush();
            } else {
                new CapturePrinter(out).print(capture, hex);
            }
            return 0;
        }
    }

    /// `holdfast capture extract`.
    @Command(
            name = "extract",
            mixinStandardHelpOptions = true,
            usageHelpAutoWidth = true,
            description = "Writes the bytes of captured objects into files, one each.",
            footer = {"", "Exit status: 0 if all that was asked for is there, 2 if not."})
    static final class Extract implements Callable<Integer> {
        @Spec private CommandSpec spec = CommandSpec.create();
        @Mixin private Source source = new Source();

        @Parameters(
                index = "1..*",
                paramLabel = "NAME",
                arity = "0..*",
                description = "Names or numbers of objects; all of them if none is given.")
        private List<String> names = List.of();

        @Option(
                names = {"-o", "--out"},
                paramLabel = "DIR",
                required = true,
                description = "Where to; is made if it is not there.")
        private Path folder = Path.of("");

        @Override
        public Integer call() throws InputException {
            Capture capture = source.read();
            new CaptureExtract(spec.commandLine().getOut(), source.file)
                    .write(capture, names, folder);
            return 0;
        }
    }

    /// `holdfast capture html`.
    @Command(
            name = "html",
            mixinStandardHelpOptions = true,
            usageHelpAutoWidth = true,
            description = "Writes one page to look at, that needs nothing else.")
    static final class Html implements Callable<Integer> {
        @Spec private CommandSpec spec = CommandSpec.create();
        @Mixin private Source source = new Source();

        @Option(
                names = {"-o", "--out"},
                paramLabel = "OUT",
                description =
                        "Where to (default: FILE with .html after it; - for standard output).")
        private String target = "";

        @Override
        public Integer call() throws InputException {
            String page = CapturePage.of(source.read());
            String file = target.isEmpty() ? source.file + ".html" : target;
            source.deliver(spec, out -> out.print(page), file);
            return 0;
        }
    }

    /// `holdfast capture i915-text`.
    @Command(
            name = "i915-text",
            mixinStandardHelpOptions = true,
            usageHelpAutoWidth = true,
            description =
                    "Prints it in the text format of the i915 driver's error state, which"
                            + " intel_error_decode reads. Only what is true has a line.")
    static final class I915 implements Callable<Integer> {
        @Spec private CommandSpec spec = CommandSpec.create();
        @Mixin private Source source = new Source();

        @Option(
                names = {"-o", "--out"},
                paramLabel = "OUT",
                description = "Where to (default: standard output).")
        private String target = "-";

        @Override
        public Integer call() throws InputException {
            Capture capture = source.read();
            source.deliver(spec, out -> new I915Text(out).print(capture), target);
            return 0;
        }
    }
}
