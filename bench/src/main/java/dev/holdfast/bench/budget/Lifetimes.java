package dev.holdfast.bench.budget;

import dev.holdfast.device.unit.Bytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// Who lives from when to when, and how large: a program's allocations, in the order in which they
/// come and go.
///
/// @param name whose they are
/// @param moments allocations and frees, in order
/// @param buffers how many buffers there are
/// @param peakBytes the most that lives at once
record Lifetimes(String name, List<Moment> moments, int buffers, long peakBytes) {
    private static final long INITIAL_BLOCK = Bytes.mebi(16);

    /// One allocation, or the free that belongs to it.
    ///
    /// @param buffer which buffer
    /// @param sizeBytes its size
    /// @param allocates whether it comes or goes
    record Moment(int buffer, long sizeBytes, boolean allocates) {}

    private record Life(double from, double to, long sizeBytes) {}

    private record Edge(double time, int buffer, boolean allocates) {}

    /// Lifetimes of `minimalloc`: id, lower, upper, size. So many programs alike, each begun a
    /// little later than the one before, so that no single request is a large part of the whole.
    static Lifetimes ofMinimalloc(Path file, int copies) throws IOException {
        List<Life> one = new ArrayList<>();
        double end = 0;
        for (String line : Files.readAllLines(file)) {
            if (!line.startsWith("id")) {
                String[] field = line.split(",");
                Life life =
                        new Life(
                                Double.parseDouble(field[1]),
                                Double.parseDouble(field[2]),
                                Long.parseLong(field[3]));
                one.add(life);
                end = Math.max(end, life.to());
            }
        }
        return shifted(file.getFileName().toString(), one, end, copies);
    }

    /// Allocations and frees of a PyTorch job by address. What it held before the first line is
    /// there from the start.
    static Lifetimes ofDeviceEvents(Path file, int copies) throws IOException {
        List<Life> one = new ArrayList<>();
        Map<String, Life> live = new HashMap<>();
        double time = 0;
        try (var reader =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(file)),
                                StandardCharsets.UTF_8))) {
            reader.readLine();
            String line;
            while ((line = reader.readLine()) != null) {
                String[] field = line.split(",");
                long sizeBytes = Long.parseLong(field[4]);
                if (time == 0) {
                    long held = Long.parseLong(field[5]) - sizeBytes;
                    for (long block = 0; block < held / INITIAL_BLOCK; block++) {
                        live.put("before " + block, new Life(0, 0, INITIAL_BLOCK));
                    }
                }
                time++;
                if (field[2].equals("alloc")) {
                    live.put(field[3], new Life(time, 0, sizeBytes));
                } else {
                    Life gone = live.remove(field[3]);
                    if (gone != null) {
                        one.add(new Life(gone.from(), time, gone.sizeBytes()));
                    }
                }
            }
        }
        double end = time + 1;
        live.values().forEach(life -> one.add(new Life(life.from(), end, life.sizeBytes())));
        return shifted(file.getFileName().toString(), one, end, copies);
    }

    private static Lifetimes shifted(String name, List<Life> one, double span, int copies) {
        List<Life> all = new ArrayList<>();
        for (int copy = 0; copy < copies; copy++) {
            double shift = span * copy / copies;
            one.forEach(life ->
                    all.add(new Life(life.from() + shift, life.to() + shift, life.sizeBytes())));
        }
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            edges.add(new Edge(all.get(i).from(), i, true));
            edges.add(new Edge(all.get(i).to(), i, false));
        }
        // who goes at a moment goes before who comes
        edges.sort(Comparator.comparingDouble(Edge::time).thenComparing(Edge::allocates));
        List<Moment> moments = new ArrayList<>(edges.size());
        long liveBytes = 0;
        long peakBytes = 0;
        for (Edge edge : edges) {
            long sizeBytes = all.get(edge.buffer()).sizeBytes();
            moments.add(new Moment(edge.buffer(), sizeBytes, edge.allocates()));
            liveBytes += edge.allocates() ? sizeBytes : -sizeBytes;
            peakBytes = Math.max(peakBytes, liveBytes);
        }
        return new Lifetimes(name, moments, all.size(), peakBytes);
    }
}
