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

/** The time in which a process sets a timer of ten seconds and cancels it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TimerBenchmark {

    private static final int TIMERS = 1000;

    /** Whose timers. */
    @Param({"espalier-platform", "pekko", "naive-platform"})
    public String peer = "";

    /** How many other timers are set, an hour away. */
    @Param({"0", "1000000"})
    public int pending;

    private final Stage stage = new Stage();

    private Runnable timers = () -> {};

    /** Sets the scene. */
    @Setup
    public void start() {
        Peer started = this.stage.add(Peers.start(this.peer));
        started.pendingTimers(this.pending);
        this.timers = started.timers(TIMERS);
    }

    /** Clears it. */
    @TearDown
    public void stop() {
        this.stage.close();
    }

    /** A thousand timers, one after the other. */
    @Benchmark
    @OperationsPerInvocation(TIMERS)
    public void setAndCancel() {
        this.timers.run();
    }
}
