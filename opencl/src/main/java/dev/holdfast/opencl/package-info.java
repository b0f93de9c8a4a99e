/// Devices that OpenCL drives: any card or processor whose driver speaks OpenCL 1.2 or later.
///
/// An [dev.holdfast.opencl.OpenClDevice] has a context of its own. Its device memory is *slabs*,
/// buffers of the longest size that the driver makes ([dev.holdfast.opencl.DeviceHeap]); its host
/// memory is pinned as far as the driver pins ([dev.holdfast.opencl.HostHeap]); each of its three
/// queues is one in-order queue of the driver's. There are no addresses: a kernel gets a sub-buffer
/// ([dev.holdfast.opencl.SubBuffers]), which is one range within a slab, aligned as the device
/// wants it. A kernel that indexes out of bounds reaches what lies beside it, so isolation holds in
/// bounds only.
///
/// **Nothing is believed but the event of each call.** Drivers differ in what follows from a failed
/// command: some fail what is behind it, some run it, some hang. So no error is ever handed to a
/// driver (no user events, no wait lists; whoever submits has waited), every call has an event of
/// its own, and each event's own status says how that call ended. A bell that an event rings
/// ([dev.holdfast.opencl.Bell]) only says that it is time to look; because drivers do not ring for
/// what failed, a queue with work looks by itself every 20 ms, and
/// `holdfast.opencl.completion=wait` does without bells. What a driver never ends, the manager's
/// watchdog gives up: OpenCL can stop nothing, so a reset is refused and the device is then given
/// up whole.
///
/// **What is lent is read by us.** Memory that a caller lends can disappear while it is read: a
/// file that is mapped gets shorter, an arena is closed. In Java that is an exception; in a driver
/// it is the end of the process. So a queue's worker reads it, piece by piece, into pinned memory
/// of the device's own ([dev.holdfast.opencl.Stages]) and gives the driver that, reading the next
/// pieces meanwhile. A command is with the driver in part until its last piece is; nothing behind
/// it begins before, as its queue is in order.
///
/// **Others' code.** [dev.holdfast.opencl.OpenCl] opens a device in a context that somebody has,
/// hands out the sub-buffers of ranges that are in use, adopts buffers that somebody has
/// ([dev.holdfast.opencl.AdoptedBuffers], slabs like our own, behind the end of the heap), and
/// makes fences of events that are not ours ([dev.holdfast.opencl.ForeignEvents], looked after like
/// our own).
///
/// **Ownership.** The device owns every handle, and releases all of them when it closes. Programs
/// and kernels are kept until then, sub-buffers until 64 others were used since. Whoever opens a
/// device closes it, as of any.
///
/// **Threads.** Any thread may call anything; submitting makes no call of the driver's. A queue is
/// run on its own worker by the holder of its token; it is the only one that calls the driver's
/// queue. Driver threads run nothing of ours but the bell. A kernel's arguments are set and
/// launched under the kernel's lock, a sub-buffer is found under that of all. No lock is held over
/// a wait.
///
/// Where a driver does not bear calls of several threads (`holdfast.opencl.calls`), all of them are
/// made by one ([dev.holdfast.opencl.Calls]): the workers of all queues are that thread, and
/// whoever opens, closes, loads or adopts waits until it has made the calls for him.
///
/// **What is assumed of drivers** beyond OpenCL's letter: that commands of different queues may
/// touch different bytes of one buffer, or of it and its sub-buffers, at a time. The letter leaves
/// that undefined; one device in a context is what makes it hold.
///
/// **Not here.** Device memory that the CPU sees, also where it is the same memory: mapping a
/// buffer is a state of all of it, which its commands must not meet. Nor using host memory in
/// place: whoever opens a device says how much of its memory is his, and what lay elsewhere would
/// not be counted in that. Resets. Images, samplers and pipes as arguments.
///
/// **Invariants.** A command completes exactly once, in its queue's order, after everything that
/// the driver was asked to do for it is over. After its completion nothing of the driver's is
/// touched for it, so that the last completion may close the device. A command that fails fails
/// alone.
package dev.holdfast.opencl;
