package io.espalier.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The time for one hop of a token around a thousand processes. Nothing happens at the same time: it shows how fast one
 * process wakes the next.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RingBenchmark {

    private static final int SIZE = 1000;

    private static final int HOPS = 100 * SIZE;

    /** Who passes the token on. */
    @Param({"espalier-platform", "pekko", "naive-platform"})
    public String peer = "";

    private final Stage stage = new Stage();

    private Runnable rounds = () -> {};

    /** Makes the ring. */
    @Setup
    public void start() {
        this.rounds = this.stage.add(Peers.start(this.peer)).ring(SIZE, HOPS);
    }

    /** Ends it. */
    @TearDown
    public void stop() {
        this.stage.close();
    }

    /** A hundred rounds. */
    @Benchmark
    @OperationsPerInvocation(HOPS)
    public void hop() {
        this.rounds.run();
    }
}
