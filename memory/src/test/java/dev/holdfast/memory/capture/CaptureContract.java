package dev.holdfast.memory.capture;

import static dev.holdfast.memory.capture.Captures.KIB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.work.Access;
import dev.holdfast.testing.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// What a capture shows, and of what.
public interface CaptureContract extends CaptureDevices {
    @Test
    @Scenario(
            value = "1",
            breaks = "the capture looks where the object is now, or reads its newest content")
    default void aHungCommandIsShownWhereItWasSubmittedHoweverFarItsObjectHasMovedSince()
            throws Exception {
        try (var rig = rig(64 * KIB, 512 * KIB)) {
            BufferHandle filler = Captures.written(rig, "filler", 24 * KIB, 1);
            BufferHandle weights = Captures.written(rig, "weights", 40 * KIB, 500);
            rig.submit(weights, rig.bump(weights, 500).captured());
            List<HeapRange> atSubmission = Captures.placeOf(rig.device(), 0);
            filler.close();
            Client other = rig.manager().client("other");
            for (int move = 0; move < 3; move++) {
                BufferHandle large = other.create("large " + move, 60 * KIB);
                rig.submit(large, rig.write(large, 7000));
                large.close();
                rig.submit(weights, rig.bump(weights, 501 + move));
            }
            Captures.begin(rig);
            Capture capture = Captures.taken(rig);

            CapturedObject object = Captures.object(capture, "weights");
            assertEquals(new Placement("device", atSubmission), object.atSubmission());
            assertTrue(object.moved(), "it is now at " + object.now());
            assertEquals(40 * KIB, object.sizeBytes());
            assertEquals(1, object.version(), "as the hung command found it");
            assertEquals("updates", object.access());
            Captures.assertWords(object, 500);
            CapturedCommand.Use use = capture.commands().getFirst().uses().getFirst();
            assertEquals(object.address(), use.address());
            assertEquals(object.atSubmission(), use.atSubmission());
        }
    }

    @Test
    @Scenario(
            value = {"2", "J3"},
            breaks = "the capture has no hold of its own, and storage goes back when it is closed")
    default void anObjectThatIsClosedAfterItWasSubmittedIsCapturedStill() throws Exception {
        try (var rig = rig(64 * KIB, 512 * KIB)) {
            BufferHandle weights = Captures.written(rig, "weights", 40 * KIB, 500);
            rig.submit(weights, rig.bump(weights, 500).captured());
            weights.close();
            Captures.failKernel(rig);
            BufferHandle next = rig.manager().client("next").create("next", 64 * KIB);
            rig.submit(next, rig.write(next, 9));
            Captures.othersGoOn(rig);
            rig.device().completeAll();
            Captures.othersGoOn(rig);
            CapturedObject object = Captures.object(Captures.taken(rig), "weights");
            Captures.assertWords(object, 500);
            assertEquals(List.of(), object.now(), "it has no bytes any more");
            assertFalse(object.moved());
        }
    }

    @Test
    @Scenario(value = "J1", breaks = "objects are captured that nobody has flagged")
    default void onlyWhatIsFlaggedIsReadAndAllOfItsBytes() throws Exception {
        try (var rig = rig(64 * KIB, 512 * KIB)) {
            BufferHandle flagged = Captures.written(rig, "flagged", 4096 + 24, 500);
            BufferHandle plain = flagged.client().create("plain", 8 * KIB);
            rig.submit(plain, rig.write(plain, 900));
            rig.settle();
            Work work =
                    Work.launch(rig.kernel(), 11, 12).reads(flagged).captured().overwrites(plain);
            rig.submit(flagged, work);
            Captures.begin(rig);
            Capture capture = Captures.taken(rig);
            assertEquals(1, capture.objects().size());
            Captures.assertWords(Captures.object(capture, "flagged"), 500);
            List<CapturedCommand.Use> uses = capture.commands().getFirst().uses();
            assertEquals(
                    List.of("flagged", "plain"), uses.stream().map(use -> use.name()).toList());
            assertEquals(List.of(true, false), uses.stream().map(use -> use.captured()).toList());
        }
    }

    @Test
    @Scenario(
            value = "J2",
            breaks = "an object that several commands flag is read for each of them")
    default void manyObjectsAreEachReadOnceAndExactly() throws Exception {
        try (var rig = rig(64 * KIB, 512 * KIB)) {
            Client client = rig.manager().client("many");
            List<BufferHandle> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(client.create("object " + i, 1024 + 8 * i));
                rig.submit(all.get(i), rig.write(all.get(i), 1000 * i));
            }
            rig.settle();
            for (int round = 0; round < 3; round++) {
                Work work = Work.launch(rig.kernel());
                all.forEach(each -> work.reads(each).captured());
                rig.submit(all.getFirst(), work);
            }
            Captures.begin(rig);
            Capture capture = Captures.taken(rig);
            assertEquals(20, capture.objects().size());
            for (int i = 0; i < 20; i++) {
                Captures.assertWords(Captures.object(capture, "object " + i), 1000 * i);
            }
        }
    }

    @Test
    @Scenario(value = "11", breaks = "a capture looks at what submissions use and at nothing else")
    default void whatIsPinnedIsCapturedThoughNothingRuns() throws Exception {
        try (var rig = rig(64 * KIB, 512 * KIB)) {
            BufferHandle log = Captures.written(rig, "log", 8 * KIB, 40);
            var pin = log.pin().orThrow();
            Captures.begin(rig);
            Capture capture = Captures.taken(rig);
            CapturedObject object = Captures.object(capture, "log");
            Captures.assertWords(object, 40);
            assertEquals("pinned", object.access());
            assertEquals(-1, object.command());
            assertEquals(List.of(), capture.commands());
            pin.close();
            Captures.begin(rig);
            assertEquals(List.of(), Captures.taken(rig).objects(), "it is pinned no longer");
        }
    }

    @Test
    @Scenario(
            value = {"5", "25"},
            breaks = "what the first of two commands lets go the other has lost")
    default void anObjectThatOneCommandHasLetGoIsCapturedForTheOther() throws Exception {
        try (var rig = rig(64 * KIB, 512 * KIB)) {
            BufferHandle shared = Captures.written(rig, "shared", 8 * KIB, 40);
            BufferHandle granted = shared.grantTo(rig.manager().client("reader"), Access.READ);
            Fence one = rig.submit(shared, rig.check(shared, 40).captured());
            Fence two = rig.submit(granted, rig.check(granted, 40).captured());
            rig.complete(QueueKind.COMPUTE);
            assertTrue(one.isSettled());
            shared.close();
            Captures.failKernel(rig);
            assertTrue(two.isFailed());
            Capture capture = Captures.taken(rig);
            Captures.assertWords(Captures.object(capture, "shared"), 40);
            assertEquals("reader", capture.guilty().orElseThrow().client());
        }
    }

    @Test
    @Scenario(
            value = "J8",
            breaks = "a capture of a fault begins when the command has retired, or is of another")
    default void aKernelThatFailsIsNamedWithItsQueueItsArgumentsAndItsFault() throws Exception {
        try (var rig = rig(64 * KIB, 512 * KIB)) {
            BufferHandle weights = Captures.written(rig, "weights", 8 * KIB, 40);
            BufferHandle bystander = Captures.written(rig, "bystander", 8 * KIB, 60);
            rig.submit(weights, Work.named("step", rig.kernel(), 3, 5).updates(weights).captured());
            rig.submit(bystander, rig.bump(bystander, 60).captured());
            Captures.failKernel(rig);
            Capture capture = Captures.taken(rig);
            assertEquals(Trigger.DEVICE_FAULT, capture.trigger());
            assertEquals(FaultKind.KERNEL_FAILED, capture.fault().orElseThrow().kind());
            CapturedCommand guilty = capture.guilty().orElseThrow();
            assertEquals("step", guilty.name());
            assertEquals("nothing", guilty.kernel());
            assertEquals("compute", guilty.queue());
            assertEquals("client of weights", guilty.client());
            assertEquals(List.of(3L, 5L), guilty.scalars());
            assertEquals(CapturedCommand.Stage.HANDED_OVER, guilty.stage());
            assertEquals(2, capture.commands().size(), "the other one was in flight too");
            assertEquals(1, capture.objects().size(), "and is not guilty");
            Captures.assertWords(Captures.object(capture, "weights"), 40);
        }
    }

    @Test
    default void aCommandIsToldWithTheTimesOfItsSubmissionAndOfItsHandOver() throws Exception {
        try (var rig = rig(64 * KIB, 512 * KIB)) {
            BufferHandle weights = Captures.written(rig, "weights", 8 * KIB, 40);
            long submitted = rig.workers().nanoTime();
            rig.submit(weights, rig.bump(weights, 40));
            rig.workers().advance(1000);
            rig.submit(weights, rig.bump(weights, 41));
            BufferHandle other = rig.manager().client("other").create("other", 64 * KIB);
            rig.submit(other, rig.write(other, 1));
            rig.workers().advance(1000);
            Captures.begin(rig);
            List<CapturedCommand> commands = Captures.taken(rig).commands();
            assertEquals(submitted, commands.get(0).submittedNanos());
            assertEquals(submitted, commands.get(0).handedOverNanos());
            assertEquals(submitted + 1000, commands.get(1).submittedNanos());
            assertEquals(submitted + 1000, commands.get(1).handedOverNanos());
            assertEquals(CapturedCommand.Stage.WAITING, commands.get(2).stage());
            assertEquals(0, commands.get(2).handedOverNanos());
        }
    }

    @Test
    default void regionsAndClientsAreTold() throws Exception {
        try (var rig = rig(64 * KIB, 512 * KIB)) {
            BufferHandle weights = Captures.written(rig, "weights", 8 * KIB, 40);
            rig.submit(weights, rig.bump(weights, 40));
            Captures.begin(rig);
            Capture capture = Captures.taken(rig);
            Capture.RegionState device = capture.regions().getFirst();
            assertEquals("device", device.name());
            assertEquals(64 * KIB, device.sizeBytes());
            assertEquals(56 * KIB, device.freeBytes());
            assertEquals("client of weights", capture.clients().getFirst().name());
            assertEquals(1, capture.clients().getFirst().inFlight());
            assertEquals(0, capture.clients().getFirst().guilty());
        }
    }

    @Test
    default void bytesThatHaveNotArrivedAreNotShown() throws Exception {
        try (var rig = rig(64 * KIB, 512 * KIB)) {
            BufferHandle weights = Captures.written(rig, "weights", 40 * KIB, 500);
            BufferHandle large = Captures.written(rig, "large", 60 * KIB, 9000);
            rig.submit(weights, rig.bump(weights, 500).captured());
            var pin = weights.pin().orThrow();
            Captures.begin(rig);
            CapturedObject object = Captures.object(Captures.taken(rig), "weights");
            assertEquals(Contents.Why.NOT_THERE_YET, Captures.missing(object).why());
            rig.settle();
            pin.close();
            large.close();
        }
    }

    @Test
    default void theStackOfTheSubmitterIsToldIfAskedFor() throws Exception {
        try (var rig = rig(64 * KIB, 512 * KIB)) {
            try (var noting =
                    rig(64 * KIB, 64 * KIB, MemoryOptions.defaults().withSubmitterStacks(true))) {
                BufferHandle weights = Captures.written(noting, "weights", 8 * KIB, 40);
                noting.submit(weights, noting.bump(weights, 40));
                Captures.begin(noting);
                CapturedCommand command = Captures.taken(noting).commands().getFirst();
                assertTrue(command.stack().getFirst().contains("Rig.submit"), command.toString());
                assertTrue(command.stack().get(1).contains("theStackOfTheSubmitter"));
            }
            BufferHandle weights = Captures.written(rig, "weights", 8 * KIB, 40);
            rig.submit(weights, rig.bump(weights, 40));
            Captures.begin(rig);
            assertEquals(List.of(), Captures.taken(rig).commands().getFirst().stack());
        }
    }

    @Test
    default void whoeverIsToBeToldTakesIt() throws Exception {
        List<Runnable> posted = new ArrayList<>();
        AtomicReference<Capture> told = new AtomicReference<>();
        MemoryOptions options = MemoryOptions.defaults().onCapture(posted::add, told::set);
        try (var telling = rig(64 * KIB, 64 * KIB, options)) {
            Captures.begin(telling);
            telling.workers().runUntilIdle();
            assertEquals(1, posted.size());
            posted.getFirst().run();
            assertEquals(1, told.get().number());
            assertTrue(telling.manager().takeCapture().isEmpty(), "it is taken");
        }
    }

    @Test
    default void afterCapturesAreTurnedOffNoneIsMade() throws Exception {
        MemoryOptions options = MemoryOptions.defaults().withCapture(CaptureLimits.off());
        try (var without = rig(64 * KIB, 64 * KIB, options)) {
            BufferHandle weights = Captures.written(without, "weights", 8 * KIB, 40);
            without.submit(weights, without.bump(weights, 40).captured());
            Captures.failKernel(without);
            without.settle();
            var outcome =
                    assertInstanceOf(CaptureOutcome.NotBegun.class, without.manager().capture());
            assertEquals(CaptureOutcome.Reason.OFF, outcome.reason());
            assertTrue(without.manager().takeCapture().isEmpty());
            assertEquals(0, without.count(Counter.CAPTURES));
        }
        MemoryOptions byHand = MemoryOptions.defaults().withCaptureOnFault(false);
        try (var onlyByHand = rig(64 * KIB, 64 * KIB, byHand)) {
            BufferHandle weights = Captures.written(onlyByHand, "weights", 8 * KIB, 40);
            onlyByHand.submit(weights, onlyByHand.bump(weights, 40).captured());
            Captures.failKernel(onlyByHand);
            onlyByHand.settle();
            assertTrue(onlyByHand.manager().takeCapture().isEmpty());
            Captures.begin(onlyByHand);
            Captures.taken(onlyByHand);
        }
    }
}
