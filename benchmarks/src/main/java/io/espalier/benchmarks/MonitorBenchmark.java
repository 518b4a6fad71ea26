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

/** The time in which a process watches another one and lets go, until both are done with it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MonitorBenchmark {

    private static final int PAIRS = 1000;

    /** Whose processes. */
    @Param({"espalier-platform", "pekko"})
    public String peer = "";

    private final Stage stage = new Stage();

    private Runnable monitors = () -> {};

    /** Sets the scene. */
    @Setup
    public void start() {
        this.monitors = this.stage.add(Peers.startSupervising(this.peer)).monitors(PAIRS);
    }

    /** Clears it. */
    @TearDown
    public void stop() {
        this.stage.close();
    }

    /** A thousand monitors, one after the other. */
    @Benchmark
    @OperationsPerInvocation(PAIRS)
    public void monitorAndDemonitor() {
        this.monitors.run();
    }
}
