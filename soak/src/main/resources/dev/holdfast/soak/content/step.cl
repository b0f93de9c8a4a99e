// What StepKernel and Words do in Java, for devices that run OpenCL C: one step a run, by one work
// group. The first step of a launch leaves zeros in the rows of the report that no step has.

#define GROUP 64
#define SPREAD 0x9E3779B97F4A7C15UL
#define NONE 0xFFFFFFFFFFFFFFFFUL
#define COPY 0xFFFFFFFFFFFFFFFEUL
#define NUMBERS 5
#define UNSEEN 0xFFFFFFFF

ulong word_of(ulong identity, ulong index) {
    ulong word = (identity + index) * SPREAD;
    return identity == 0 ? 0 : word ^ (word >> 32);
}

// The bytes after the last whole word, as the lowest ones of one more.
ulong rest_of(__global const uchar *bytes, ulong size_bytes) {
    ulong found = 0;
    for (ulong at = size_bytes & ~7UL; at < size_bytes; at++) {
        found |= (ulong)bytes[at] << (8 * (at & 7));
    }
    return found;
}

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void soak_step(__global ulong *words, __global const ulong *source, ulong from, ulong to, ulong reads,
          ulong writes, __global ulong *report, ulong row, ulong rows, ulong token) {
    __local uint wrong;
    __local uint first;
    uint me = get_local_id(0);
    if (me == 0) {
        wrong = 0;
        first = UNSEEN;
    }
    barrier(CLK_LOCAL_MEM_FENCE);

    ulong end = to / 8;
    ulong rest = to & 7;
    if (reads != NONE) {
        for (ulong i = from / 8 + me; i < end; i += GROUP) {
            if (words[i] != word_of(reads, i)) {
                atomic_inc(&wrong);
                atomic_min(&first, (uint)i);
            }
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE);

    if (row == 0) {
        for (ulong i = NUMBERS + me; i < rows * NUMBERS; i += GROUP) {
            report[i] = 0;
        }
    }
    if (me == 0) {
        ulong first_word = first == UNSEEN ? 0 : words[first];
        if (reads != NONE && rest > 0) {
            ulong found = rest_of((__global const uchar *)words, to);
            if (found != (word_of(reads, end) & (NONE >> (64 - 8 * rest)))) {
                wrong++;
                if (first == UNSEEN) {
                    first = (uint)end;
                    first_word = found;
                }
            }
        }
        __global ulong *own = report + row * NUMBERS;
        own[0] = token;
        own[1] = wrong;
        own[2] = wrong == 0 ? 0 : first;
        own[3] = first_word;
        own[4] = reads == NONE ? 0 : (to + 7) / 8 - from / 8;
    }

    // whoever else reads what is written here has read it by now
    barrier(CLK_GLOBAL_MEM_FENCE);
    if (writes != NONE) {
        for (ulong i = from / 8 + me; i < end; i += GROUP) {
            words[i] = writes == COPY ? source[i] : word_of(writes, i);
        }
        if (me == 0 && rest > 0) {
            ulong word = writes == COPY ? rest_of((__global const uchar *)source, to)
                                        : word_of(writes, end);
            __global uchar *bytes = (__global uchar *)words;
            for (ulong at = end * 8; at < to; at++) {
                bytes[at] = (uchar)(word >> (8 * (at & 7)));
            }
        }
    }
}
