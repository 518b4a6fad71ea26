package io.espalier.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;

/**
 * Weighs idle processes: what the heap grows by, and the time it takes to start them. One kind of one peer in a JVM; the
 * arguments are the peer, the kind and how many.
 */
final class Heap {

    private static final int COLLECTIONS = 4;

    private Heap() {}

    /**
     * Prints the bytes and the nanoseconds of one process.
     *
     * @param arguments peer, kind, count
     */
    public static void main(String[] arguments) {
        Weight weight = weigh(arguments[0], Population.valueOf(arguments[1]), Integer.parseInt(arguments[2]));
        System.out.println(weight.bytes() + " " + weight.nanos());
    }

    static Weight weigh(String name, Population kind, int count) {
        List<Object> held = new ArrayList<>();
        try (Peer peer = Peers.start(name)) {
            // The classes and threads of the first process are not counted.
            held.add(peer.populate(Population.PLAIN, 1));
            long before = used();
            long start = System.nanoTime();
            held.add(peer.populate(kind, count));
            long nanos = System.nanoTime() - start;
            long bytes = used() - before;
            return new Weight((double) bytes / count, (double) nanos / count);
        } finally {
            Reference.reachabilityFence(held);
        }
    }

    private static long used() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /**
     * What one process takes.
     *
     * @param bytes of heap, while it is idle
     * @param nanos to start it
     */
    record Weight(double bytes, double nanos) {}
}
