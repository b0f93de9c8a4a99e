package dev.holdfast.cli.trace;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The request log of an LLM service: each line lists the ids of the KV blocks that its prompt
/// consists of.
///
/// A request is one operation. Blocks that the service has not seen it computes (OVERWRITE), those
/// it has seen it reuses (READ). Nothing says when a block dies, so none is freed, and the times of
/// arrival are no durations, so an operation takes none. A block that one request names twice is
/// one block.
final class MooncakeFormat implements TraceFormat {
    private final long blockBytes;
    private final Set<String> blocks = new LinkedHashSet<>();
    private final List<String> reads = new ArrayList<>();
    private final List<String> writes = new ArrayList<>();

    MooncakeFormat(long blockBytes) {
        this.blockBytes = blockBytes;
    }

    @Override
    public void accept(TraceRecord record, TraceBuilder builder) throws TraceException {
        if (!record.has(RecordField.HASH_IDS)) {
            throw new TraceException(
                    "unknown record %s; expected a request with \"hash_ids\""
                            .formatted(record.description()));
        }
        blocks.clear();
        blocks.addAll(record.ids(RecordField.HASH_IDS));
        reads.clear();
        writes.clear();
        for (String block : blocks) {
            if (builder.isDeclared(block)) {
                reads.add(block);
            } else {
                builder.declare(new TraceBuffer(block, blockBytes, false, ""));
                writes.add(block);
            }
        }
        String opName = "request-" + (builder.ops() + 1);
        builder.operation(opName, reads, writes, List.of(), 0);
    }
}
