package dev.holdfast.memory.residency;

import dev.holdfast.memory.object.BufferObject;
import java.util.List;
import java.util.function.Predicate;

/// What a plan knows of device memory: whether an object fits, and who has to go for it.
sealed interface Ground permits Totals, Pieces {
    /// Takes what is free already for some of `needed`; answers them in the order in which they are
    /// to be found room for.
    List<Use> begin(List<Use> needed);

    /// Finds room for the next. Those who may have to go are asked of `mayGo`; whoever is found is
    /// gone from then on.
    Find find(Use use, Predicate<BufferObject> mayGo);

    /// Somebody's space is free from here on: the plan has him go.
    void leaves(BufferObject resident);

    /// More than this no object can ever have.
    long largestBytes();

    /// Gives back what was taken: the plan is not carried out.
    void undo();

    /// What came of it.
    sealed interface Find {
        /// There is room, when all of `leaving` have left.
        record Found(List<BufferObject> leaving, Spot spot) implements Find {}

        /// There is none.
        record Missing(Room room) implements Find {}
    }

    /// What somebody's leaving wins; nothing, where it is in quarantine.
    static long bytesWon(BufferObject resident) {
        var backing = resident.device();
        return backing == null ? 0 : backing.returnedBytes();
    }
}
