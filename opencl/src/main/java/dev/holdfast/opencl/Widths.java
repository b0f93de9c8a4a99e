package dev.holdfast.opencl;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lwjgl.opencl.CL10;

/// How wide the values are that the kernels of one program take. It has to be known before a
/// launch: there are drivers that accept a value of any width and give the kernel its first bytes.
///
/// The built-in types have one width everywhere. Of a typedef or a structure a driver tells the
/// name only, so the compiler is asked: the program's own source, with a kernel behind it that
/// requires work groups of `sizeof` the type. What it requires can be read without running it. What
/// the compiler does not tell is not known.
///
/// Used under the lock of [Programs].
final class Widths {
    private static final Map<String, Integer> BUILT_IN =
            Map.ofEntries(
                    Map.entry("char", 1),
                    Map.entry("uchar", 1),
                    Map.entry("unsigned char", 1),
                    Map.entry("short", 2),
                    Map.entry("ushort", 2),
                    Map.entry("unsigned short", 2),
                    Map.entry("half", 2),
                    Map.entry("int", 4),
                    Map.entry("uint", 4),
                    Map.entry("unsigned int", 4),
                    Map.entry("float", 4),
                    Map.entry("long", 8),
                    Map.entry("ulong", 8),
                    Map.entry("unsigned long", 8),
                    Map.entry("double", 8));

    private static final Pattern VECTOR =
            Pattern.compile("(u?(?:char|short|int|long)|half|float|double)(2|3|4|8|16)");

    /// A typedef, or a structure with a name: what can be said again at the end of the source.
    private static final Pattern NAMED =
            Pattern.compile("((?:struct|union|enum) )?([A-Za-z_]\\w*)");

    private static final String PROBE = "holdfast_width_of_a_type";

    private final Compiler compiler;
    private final String source;
    private final String buildOptions;
    private final Map<String, OptionalInt> asked = new HashMap<>();

    /// Of a program of `source`, which compiles with these options.
    Widths(Compiler compiler, String source, String buildOptions) {
        this.compiler = compiler;
        this.source = source;
        this.buildOptions = buildOptions;
    }

    /// How many bytes a value of `type` has, a type as a driver names it; empty if nobody knows.
    OptionalInt of(String type) {
        Integer width = BUILT_IN.get(type);
        if (width != null) {
            return OptionalInt.of(width);
        }
        Matcher vector = VECTOR.matcher(type);
        if (vector.matches()) {
            int elements = Integer.parseInt(vector.group(2));
            int room = elements == 3 ? 4 : elements;
            return OptionalInt.of(room * of(vector.group(1)).orElseThrow());
        }
        Matcher named = NAMED.matcher(type);
        return named.matches()
                ? asked.computeIfAbsent(type, each -> ask(each, named.group(2)))
                : OptionalInt.empty();
    }

    /// Has the compiler say it. A macro of the type's name, defined after the kernel, would be
    /// another type: at the end of a source a name without a macro is what it was to the kernel.
    private OptionalInt ask(String type, String name) {
        String probe =
                """


                #undef %s
                #undef sizeof
                #undef __attribute__
                __kernel __attribute__((reqd_work_group_size(sizeof(%s), 1, 1)))
                void %s(void) {}
                """
                        .formatted(name, type, PROBE);
        try {
            long program = compiler.create(source + probe);
            try {
                return compiler.build(program, buildOptions) == ClError.SUCCESS
                        ? required(program)
                        : OptionalInt.empty();
            } finally {
                CL10.clReleaseProgram(program);
            }
        } catch (ClException notTold) {
            return OptionalInt.empty();
        }
    }

    private OptionalInt required(long program) {
        long kernel = compiler.kernel(program, PROBE);
        try {
            long width = KernelShape.required(kernel, compiler.session().device()).getFirst();
            return width > 0 ? OptionalInt.of(Math.toIntExact(width)) : OptionalInt.empty();
        } finally {
            CL10.clReleaseKernel(kernel);
        }
    }
}
