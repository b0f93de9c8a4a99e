package dev.holdfast.sim.play;

import dev.holdfast.sim.oracle.Verdict;
import dev.holdfast.sim.oracle.Word;
import org.jspecify.annotations.Nullable;

/// Looks at words, one by one, and says of a wrong one what is wrong with it.
final class Words {
    private final Truth truth;
    private final boolean harmed;

    /// `harmed` says that kernels may have left garbage, which is their client's own doing.
    Words(Truth truth, boolean harmed) {
        this.truth = truth;
        this.harmed = harmed;
    }

    /// Writes the words of `version`.
    static void write(Version version, long[] target, int count) {
        long common = Word.common(version.clientId, version.object.id, version.number);
        for (int i = 0; i < count; i++) {
            target[i] = Word.at(common, i);
        }
    }

    /// What is wrong with words that should be those of `expected`. `who` is only for the report.
    Verdict.@Nullable Finding verify(Version expected, long[] found, Object who) {
        ObjectTruth object = expected.object;
        if (expected.kind == Version.Kind.LOOSE) {
            return glance(object, found, who);
        }
        boolean zeros = expected.kind == Version.Kind.ZEROS;
        long common = Word.common(expected.clientId, object.id, expected.number);
        for (int i = 0; i < object.words; i++) {
            if (found[i] != (zeros ? 0 : Word.at(common, i))) {
                return wrong(expected, object, i, found[i], who);
            }
        }
        return null;
    }

    /// What is wrong with words that need only be such as may be there before they are overwritten.
    Verdict.@Nullable Finding glance(ObjectTruth object, long[] found, Object who) {
        for (int i = 0; i < object.words; i++) {
            if (found[i] != 0 && !mayBeThere(object, i, found[i])) {
                return wrong(null, object, i, found[i], who);
            }
        }
        return null;
    }

    private boolean mayBeThere(ObjectTruth object, int index, long word) {
        ObjectTruth origin = origin(word);
        if (origin == null) {
            return harmed;
        }
        if (origin == object) {
            return Word.index(word) == index || object.isPrivate();
        }
        return object.isPrivate() && origin.owner == object.owner;
    }

    private @Nullable ObjectTruth origin(long word) {
        if (!Word.isWritten(word) || Word.object(word) >= truth.objects().size()) {
            return null;
        }
        ObjectTruth origin = truth.objects().get(Word.object(word));
        // of garbage one in some hundreds has a check that is right: the rest of it is not
        boolean possible = Word.version(word) <= origin.versions && Word.index(word) < origin.words;
        return possible ? origin : null;
    }

    private Verdict.Finding wrong(
            @Nullable Version expected, ObjectTruth object, int index, long word, Object who) {
        ObjectTruth origin = origin(word);
        String promise;
        if (word != 0 && origin == null) {
            promise = "P3";
        } else if (origin != null && (origin.owner != object.owner || expected == null)) {
            promise = "P1";
        } else {
            promise = "P2";
        }
        return new Verdict.Finding(
                promise,
                "%s: word %d of %s, which has %d: %s expected, %s found"
                        .formatted(
                                who,
                                index,
                                object,
                                object.words,
                                expected == null ? "nothing foreign" : expected,
                                describe(word, origin)));
    }

    private static String describe(long word, @Nullable ObjectTruth origin) {
        if (word == 0) {
            return "zero";
        }
        if (origin == null) {
            return "0x%016x, which nobody wrote,".formatted(word);
        }
        return "word %d of version %d of %s"
                .formatted(Word.index(word), Word.version(word), origin);
    }
}
