/// What is counted and written down while the manager works.
///
/// [dev.holdfast.memory.recorder.Counters] are the totals that `replay --json` prints and that
/// tests hold against what the device counted for itself. A
/// [dev.holdfast.memory.recorder.TraceSink] is told of every buffer and operation in the order of
/// submission, so that a program can write an ops-trace of itself. The rest is the flight recorder.
///
/// **The flight recorder** is for the case in which nothing else helps: a driver that takes the
/// process down, or `kill -9`. A handler that runs after the fault never runs then. So what is
/// about to be done is written *before* the driver hears of it, into a mapped file: a store to the
/// page cache is kept whatever becomes of the process that made it. After a crash of the machine
/// the file holds whatever the system had written back; each record is still whole or said not to
/// be. [dev.holdfast.memory.recorder.FlightRecorder] writes,
/// [dev.holdfast.memory.recorder.FlightLog] reads, and the two share nothing but the layout,
/// `FlightFormat`.
///
/// **Order.** A submission and its objects, then the hand-over of its command, then the driver,
/// then the completion, then those who wait. In flight is what was handed over and not completed: a
/// superset of what the driver really had, by at most the one command a queue that was on its way
/// there, and the one completion a queue that was on its way back.
///
/// **Memory ordering.** Records are claimed by one atomic addition on a word in the heap, which
/// also counts what each queue has in flight; so the numbers of records are the order of those
/// additions, and the counts in a record are exact for its number. A claimed slot is its claimant's
/// alone. It stores the stamp *being written*, a store fence, the words and a check over them, and
/// by a release store the stamp *written*. Whoever finds that stamp in memory finds the words;
/// whoever finds the other, or a check that does not fit, knows that there is nothing to be read.
/// The heap word is gone with the process, and nobody needs it: the last record is the highest
/// stamp. A thread that sleeps between claiming and writing while the others fill the whole ring
/// would spoil one younger record: it would be found missing or damaged, not misread.
///
/// **What a reader can rely on.** Every number from the oldest record kept to the youngest is
/// there, or is said to be torn, missing or damaged. If more is in flight than the records tell,
/// because the ring has come round past a hand-over, the counts say so. What cannot be told is a
/// submission that waits so long to be handed over that its own record is overwritten: it is in
/// flight without being named, and that is said as well.
///
/// **Threads.** Counters may be added to from anywhere and cost no lock. A sink is called under the
/// ledger, in submission order, and must only take note: it does its input and output elsewhere.
/// Submissions, moves and names are recorded under the ledger, hand-overs by whoever has the token
/// of the queue, completions on any thread. No thread waits for another.
///
/// **What it costs** is a few stores a record, and a page fault when a page is first stored to
/// after it was written back; on a memory file system there is no writing back. Pages are allocated
/// beforehand, so that a full disk is found out when the manager is opened.
///
/// Lifecycle: one of each a manager; the recorder's file is closed with it, and left. This package
/// knows no other of the memory module.
///
/// Source: the claim by an atomic counter and the stamp a slot are those of the LMAX ring, the two
/// stamps around a record those of a seqlock; that a log names its own queues and faults is from
/// the chunks of JFR.
package dev.holdfast.memory.recorder;
