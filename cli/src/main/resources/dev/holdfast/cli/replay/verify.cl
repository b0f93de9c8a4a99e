// What VerifyKernel, ContentCheck, WordPattern and WordJudge do in Java, for devices that run
// OpenCL C: one buffer a run, by one work group that goes through it tile by tile, so that the
// digest is the same to the last bit.
//
// BUFFERS, VERSION_BITS, INDEX_BITS and GROUP, how many work items the group has, come from the
// build options. The digest does not depend on GROUP.

#define SPREAD 0x9E3779B97F4A7C15UL
#define MIX 0xD6E8FEB86659FD93UL
#define NONE 0xFFFFFFFFFFFFFFFFUL

// A report: what one check has found.
#define REPORT_WORDS 8
#define DIGEST 0
#define STALE 1
#define FOREIGN 2
#define GARBAGE 3
#define FIRST_INDEX 4
#define FIRST_WORD 5
#define CHECKED 6

ulong mix(ulong value) {
    ulong mixed = (value ^ (value >> 32)) * MIX;
    mixed = (mixed ^ (mixed >> 32)) * MIX;
    return mixed ^ (mixed >> 32);
}

ulong fold(ulong word) {
    return word ^ (word >> 32);
}

ulong word_of(ulong identity, ulong index) {
    return identity == 0 ? 0 : fold((identity + index) * SPREAD);
}

ulong version_of(ulong identity) {
    return (identity >> INDEX_BITS) & ((1UL << VERSION_BITS) - 1);
}

// Newton's iteration: each step doubles the number of bits that are right.
ulong unspread(void) {
    ulong inverse = SPREAD;
    for (int bits = 3; bits < 64; bits *= 2) {
        inverse *= 2 - SPREAD * inverse;
    }
    return inverse;
}

int judge(ulong word, ulong buffer, ulong identity, __global const ulong *sizes) {
    if (word == 0) {
        return STALE;
    }
    ulong plain = fold(word) * unspread();
    ulong number = plain >> (VERSION_BITS + INDEX_BITS);
    ulong version = version_of(plain);
    ulong index = plain & ((1UL << INDEX_BITS) - 1);
    if (number < 1 || number > BUFFERS || version == 0 || index >= (sizes[number - 1] + 7) / 8) {
        return GARBAGE;
    }
    if (number - 1 != buffer) {
        return FOREIGN;
    }
    return identity == 0 || version != version_of(identity) ? STALE : GARBAGE;
}

// The bytes after the last whole word, as the lowest ones of one more.
ulong tail_of(__global const uchar *bytes, ulong size_bytes) {
    ulong found = 0;
    for (ulong at = size_bytes & ~7UL; at < size_bytes; at++) {
        found |= (ulong)bytes[at] << (8 * (at & 7));
    }
    return found;
}

// Checks that a buffer has the content of `reads`, writes report number `slot`, and then the content
// of `writes` to the buffer's last byte; either may be NONE. The first report of an operation leaves
// zeros in all the others.
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void verify(__global ulong *words, ulong size_bytes, ulong buffer, ulong reads, ulong writes,
            ulong tile_words, __global ulong *reports, ulong slot, ulong slots,
            __global const ulong *sizes) {
    __local ulong sums[GROUP];
    __local ulong folds[GROUP];
    __local uint wrong[4];
    __local uint first;
    uint me = get_local_id(0);
    if (me < 4) {
        wrong[me] = 0;
    }
    if (me == 0) {
        first = 0xFFFFFFFF;
    }
    barrier(CLK_LOCAL_MEM_FENCE);

    ulong whole = size_bytes / 8;
    ulong digest = 0;
    ulong checked = reads == NONE ? 0 : whole;
    for (ulong tile = 0; tile < checked; tile += tile_words) {
        ulong end = min(tile + tile_words, checked);
        ulong sum = 0;
        ulong folded = 0;
        for (ulong i = tile + me; i < end; i += GROUP) {
            ulong word = words[i];
            sum += word;
            folded ^= word;
            if (word != word_of(reads, i)) {
                atomic_inc(&wrong[judge(word, buffer, reads, sizes)]);
                atomic_min(&first, (uint)i);
            }
        }
        sums[me] = sum;
        folds[me] = folded;
        barrier(CLK_LOCAL_MEM_FENCE);
        if (me == 0) {
            for (int i = 1; i < GROUP; i++) {
                sum += sums[i];
                folded ^= folds[i];
            }
            digest = mix(digest ^ sum) + mix(folded);
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }

    if (slot == 0) {
        for (ulong i = REPORT_WORDS + me; i < slots * REPORT_WORDS; i += GROUP) {
            reports[i] = 0;
        }
    }
    if (me == 0) {
        ulong first_word = first == 0xFFFFFFFF ? 0 : words[first];
        ulong tail_bytes = reads == NONE ? 0 : size_bytes & 7;
        if (tail_bytes > 0) {
            ulong found = tail_of((__global const uchar *)words, size_bytes);
            ulong expected = word_of(reads, whole) & (NONE >> (64 - 8 * tail_bytes));
            digest = mix(digest ^ found) + mix(tail_bytes);
            if (found != expected) {
                wrong[found == 0 ? STALE : GARBAGE]++;
                if (first == 0xFFFFFFFF) {
                    first = (uint)whole;
                    first_word = found;
                }
            }
        }
        __global ulong *report = reports + slot * REPORT_WORDS;
        report[DIGEST] = digest;
        report[STALE] = wrong[STALE];
        report[FOREIGN] = wrong[FOREIGN];
        report[GARBAGE] = wrong[GARBAGE];
        report[FIRST_INDEX] = first;
        report[FIRST_WORD] = first_word;
        report[CHECKED] = reads == NONE ? 0 : 1;
        report[7] = 0;
    }

    // whoever else reads what is written here has read it by now
    barrier(CLK_GLOBAL_MEM_FENCE);
    if (writes != NONE) {
        for (ulong i = me; i < whole; i += GROUP) {
            words[i] = word_of(writes, i);
        }
        if (me == 0) {
            ulong word = word_of(writes, whole);
            __global uchar *bytes = (__global uchar *)words;
            for (ulong at = whole * 8; at < size_bytes; at++) {
                bytes[at] = (uchar)(word >> (8 * (at & 7)));
            }
        }
    }
}
