package dev.holdfast.soak.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.MemoryManager;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.soak.content.Contents;
import dev.holdfast.soak.content.Words;
import dev.holdfast.soak.rude.Kind;
import dev.holdfast.soak.rude.Rudeness;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// That there is a reason, and that there is none.
class JudgeTest {
    private final PlatformWorkers workers = new PlatformWorkers("judged");
    private final dev.holdfast.device.Device device =
            ServiceLoader.load(dev.holdfast.device.DeviceProvider.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .filter(provider -> provider.name().equals("soft"))
                    .findFirst()
                    .orElseThrow()
                    .open(DeviceOptions.of(1 << 20, 1 << 20), workers);
    private final MemoryManager manager =
            MemoryManager.open(device, workers, MemoryOptions.defaults());
    private final Client client = manager.client("judged");
    private final Verdict verdict = new Verdict();
    private final Tally tally = new Tally();
    private final Rudeness rudeness = Rudeness.of(1);
    private final Judge judge = new Judge(verdict, tally, rudeness);
    private final Right right = right(1);

    private Right right(long number) {
        var object = new SoakObject(number, 0, Contents.of(64, Words.ZEROS), true, 64);
        return new Right(object, client.create(object.name, 64), true, true);
    }

    private Flight launch(List<Flight.Use> uses) {
        return new Flight(
                "a launch", new Tenancy(client), Fence.signalled(), right(2), 1, List.of(), uses);
    }

    @AfterEach
    void close() {
        manager.close();
        device.close();
        workers.close();
    }

    private static Fault lost(Right which) {
        String text = "the bytes of \"" + which.object().name + "\" (64 B) could not be moved";
        Fault copy = Fault.of(FaultKind.COPY_FAILED, "copy of 64 bytes (visit 3)");
        return Fault.causedBy(FaultKind.CONTENT_LOST, text, copy);
    }

    private String refused(Access access, Refusal reason) {
        judge.refused("somebody", List.of(new Judge.Asked(right, access)), reason);
        return verdict.violation().orElse("");
    }

    private String named() {
        return '"' + right.object().name + "\" (64 B)";
    }

    @Test
    void contentThatIsLostMayBeRefusedByItsName() {
        assertEquals("", refused(Access.READ, new Refusal.ContentFault(named(), lost(right))));
        assertEquals(1, tally.get(Count.LOST_BY_NAME));
    }

    @Test
    void contentThatIsLostUnderAnotherNameMayNot() {
        String said = refused(Access.READ, new Refusal.ContentFault(named(), lost(right(2))));

        assertTrue(said.startsWith("P8: somebody was refused without a reason"), said);
    }

    @Test
    void contentWhoseWriterFailedMayBeRefused() {
        Fault own = Fault.of(FaultKind.KERNEL_FAILED, "was made to fail");
        right.object().version =
                new Version(Contents.of(64, Words.ZEROS), Fence.failed(own), false);

        assertEquals("", refused(Access.READ, new Refusal.ContentFault(named(), own)));
    }

    @Test
    void aMappingThatIsNotThereIsNoReason() {
        assertTrue(!refused(Access.READ, new Refusal.Mapped(named())).isEmpty());
    }

    @Test
    void aReadMappingStandsAgainstWritersOnly() {
        right.object().readMappings = 1;
        assertEquals("", refused(Access.OVERWRITE, new Refusal.Mapped(named())));
        assertTrue(!refused(Access.READ, new Refusal.Mapped(named())).isEmpty());
    }

    @Test
    void whatFitsIsNeverTooLarge() {
        assertEquals("", refused(Access.READ, new Refusal.NeverFits("device", 65, 64)));
        assertTrue(!refused(Access.READ, new Refusal.NeverFits("device", 64, 64)).isEmpty());
    }

    @Test
    void whatIsReadFromAFailedWriterDoesNotEndWell() {
        Fault own = Fault.of(FaultKind.KERNEL_FAILED, "was made to fail");
        var bad = new Version(Contents.of(64, Words.ZEROS), Fence.failed(own), false);
        var use = new Flight.Use(right.object(), true, bad);
        Flight flight = launch(List.of(use));

        judge.settled(flight, Optional.of(Fault.causedBy(FaultKind.DEPENDENCY_FAILED, "x", own)));
        assertEquals(Optional.empty(), verdict.violation());
        judge.settled(flight, Optional.empty());
        assertTrue(verdict.violation().orElse("").startsWith("P2: a launch ended well"));
    }

    private String failed(FaultKind kind, String message) {
        judge.settled(launch(List.of()), Optional.of(Fault.of(kind, message)));
        return verdict.violation().orElse("");
    }

    @Test
    void launchThatDriverRefusedMayFailForItOnce() {
        String mark = rudeness.mark(Kind.LAUNCH_REFUSED);

        assertEquals("", failed(FaultKind.KERNEL_FAILED, "refused: " + mark));
        assertTrue(
                failed(FaultKind.KERNEL_FAILED, "refused: " + mark).contains("without a reason"));
    }

    @Test
    void launchMayNotFailForWhatNobodyThrew() {
        String forged = Rudeness.of(2).mark(Kind.LAUNCH_REFUSED);
        rudeness.mark(Kind.LAUNCH_REFUSED);

        assertTrue(failed(FaultKind.KERNEL_FAILED, forged).contains("without a reason"));
    }

    @Test
    void launchMayNotFailForWhatWasThrownElsewhere() {
        String mark = rudeness.mark(Kind.MAP_THREW);

        assertTrue(failed(FaultKind.KERNEL_FAILED, mark).contains("without a reason"));
    }

    @Test
    void launchMayFailForAnObjectOfItsOwnThatWasNotMapped() {
        String mark = rudeness.mark(Kind.MAP_THREW);

        assertEquals("", failed(FaultKind.DEPENDENCY_FAILED, reportName() + " " + mark));
    }

    private String reportName() {
        return '"' + launch(List.of()).report().object().name + '"';
    }

    @Test
    void launchMayNotFailForAnObjectOfOthersThatWasNotMapped() {
        String mark = rudeness.mark(Kind.MAP_THREW);

        assertTrue(failed(FaultKind.DEPENDENCY_FAILED, mark).contains("without a reason"));
    }

    @Test
    void nothingIsRevokedWithoutAReset() {
        rudeness.count(Kind.RESET_ASKED);

        assertEquals("", failed(FaultKind.REVOKED, "taken"));
        assertTrue(failed(FaultKind.REVOKED, "taken").contains("without a reason"));
    }

    @Test
    void launchThatDriverRefusedMustFail() {
        rudeness.mark(Kind.LAUNCH_REFUSED);

        judge.allTold();
        assertTrue(verdict.violation().orElse("").contains("1 launches, and 0 were told so"));
    }

    private Refusal harmed(String mark) {
        Fault unstopped = Fault.of(FaultKind.UNSTOPPED, mark);
        String text = "a command may write to its memory";
        Fault harm = Fault.causedBy(FaultKind.DEPENDENCY_FAILED, text, unstopped);
        return new Refusal.ContentFault(named(), harm);
    }

    @Test
    void contentIsHarmedOnlyByACommandThatIsInDoubt() {
        assertEquals("", refused(Access.READ, harmed(rudeness.mark(Kind.MOVE_IN_DOUBT))));
        assertTrue(!refused(Access.READ, harmed(rudeness.mark(Kind.MOVE_REFUSED))).isEmpty());
    }

    @Test
    void sourceIsLostOnlyIfItIsGone() {
        String text = "the bytes of \"" + right.object().name + "\" could not be moved";
        Fault cause = Fault.of(FaultKind.SOURCE_LOST, "the arena is closed");
        Fault lost = Fault.causedBy(FaultKind.CONTENT_LOST, text, cause);
        right.object().sourceGone = true;

        assertEquals("", refused(Access.READ, new Refusal.ContentFault(named(), lost)));
        right.object().sourceGone = false;
        assertTrue(!refused(Access.READ, new Refusal.ContentFault(named(), lost)).isEmpty());
    }

    @Test
    void nothingIsCancelledForAClientThatIsOpen() {
        Flight flight = launch(List.of());
        Optional<Fault> cancelled = Optional.of(Fault.of(FaultKind.CANCELLED, "closed"));

        judge.settled(flight, cancelled);
        assertTrue(verdict.violation().orElse("").contains("failed without a reason"));
    }
}
