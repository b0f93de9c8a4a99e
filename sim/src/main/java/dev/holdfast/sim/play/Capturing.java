package dev.holdfast.sim.play;

import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CaptureOutcome;
import dev.holdfast.memory.capture.CapturedCommand;
import dev.holdfast.memory.capture.CapturedObject;
import dev.holdfast.memory.capture.Contents;
import dev.holdfast.memory.recorder.Counters;
import dev.holdfast.sim.shape.Mark;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Captures that somebody asks for, and what is in those that are taken. Whatever a capture shows
/// of an object are bytes of that object: others may have moved into its place since.
final class Capturing {
    private final Stage stage;
    private final CaptureJudge judge;
    private final CaptureDuty duty;

    Capturing(Stage stage) {
        this.stage = stage;
        this.judge = new CaptureJudge(stage);
        this.duty = new CaptureDuty(stage);
    }

    /// Asks for a capture, or takes the one that is there.
    boolean act() {
        if (stage.chance().oneIn(2)) {
            return take();
        }
        stage.journal().note("somebody asks for a capture");
        return begins();
    }

    private boolean begins() {
        CaptureDuty.Owed owed = duty.now();
        boolean begun = stage.manager().capture() instanceof CaptureOutcome.Begun;
        if (begun) {
            duty.begun(owed);
        }
        return begun;
    }

    /// Takes the capture that is finished, and looks at it. False if there is none.
    boolean take() {
        var taken = stage.manager().takeCapture();
        taken.ifPresent(capture -> {
            stage.listening().taken(capture);
            check(capture);
        });
        return taken.isPresent();
    }

    /// At the end, with nothing under way: whatever became of those before, a capture can be made.
    void another(Runnable runIdle) {
        stage.listening().callAll();
        take();
        int before = stage.listening().captured();
        if (!begins()) {
            stage.verdict().violated("P9", "no capture begins, and none is there");
            return;
        }
        runIdle.run();
        stage.listening().callAll();
        take();
        if (stage.listening().captured() != before + 1) {
            stage.verdict().violated("P9", "a capture has begun, and none is there");
        }
    }

    /// Every capture that was finished has come to somebody, once.
    void end() {
        long made = stage.manager().counters().get(Counters.Counter.CAPTURES);
        if (made != stage.listening().captured()) {
            stage.verdict()
                    .violated(
                            "P9",
                            made
                                    + " captures were made, and handed out: "
                                    + stage.listening().captured());
        }
    }

    /// Looks at a capture that somebody has.
    void check(Capture capture) {
        judge.judge(capture);
        duty.judge(capture);
        for (CapturedObject object : capture.objects()) {
            switch (object.contents()) {
                case Contents.Present present -> {
                    stage.marks().met(object.moved() ? Mark.CAPTURED_MOVED : Mark.CAPTURED);
                    check(capture, object, present);
                }
                case Contents.Missing missing -> stage.marks().met(Mark.CAPTURE_MISSING);
            }
        }
    }

    private void check(Capture capture, CapturedObject captured, Contents.Present present) {
        if (stage.troubles().mayBeUnstopped()) {
            // it may have been written to while it was read
            return;
        }
        ObjectTruth object = stage.truth().named(captured.name());
        long[] words = new long[object.words];
        int filled = 0;
        for (MemorySegment chunk : present.chunks()) {
            int count = (int) Math.min(words.length - filled, chunk.byteSize() / Long.BYTES);
            MemorySegment.copy(chunk, ValueLayout.JAVA_LONG_UNALIGNED, 0, words, filled, count);
            filled += count;
        }
        stage.verdict().report(stage.words().glance(object, words, "a capture"));
        CapturedCommand guilty = capture.guilty().orElse(null);
        if (guilty != null && guilty.number() == captured.command() && !present.truncated()) {
            judge.words(captured, guilty, object, words);
        }
    }
}
