/// Who plays in a soak, and who judges.
///
/// A [dev.holdfast.soak.play.Lane] is a thread with a client of its own on the manager that all
/// share. It makes random [dev.holdfast.soak.play.Move]s with objects of its own and objects that
/// others have granted it. A [dev.holdfast.soak.play.SoakObject] knows what it must hold and what
/// is being done to it. The [dev.holdfast.soak.play.Judge] says of every refusal and every failure
/// whether there was a reason, and the first thing that is wrong ends the soak.
///
/// **Locks.** Each object of the model has a lock, and whoever calls the manager about objects
/// holds the locks of all of them, taken in the order of their numbers, until the model says what
/// the manager did. So what the manager accepted in some order the model has in that order, and
/// both know at each moment what the last accepted content is. Nobody who holds one waits for
/// anything but the manager, and the manager waits for none of them. A mapping or a pin is kept
/// beyond that: then the others meet its refusals.
///
/// **What may be wrong.** Content is bad if its last writer failed, in doubt if a mapping that was
/// to overwrite it did not come about, and may be lost at any time by a copy that nobody could
/// repair: then the fault must name the object. Bytes are never wrong: what is shown is what was
/// written last, to the last byte.
@NullMarked
package dev.holdfast.soak.play;

import org.jspecify.annotations.NullMarked;
