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

/** The time for the start and the stop of one child by its supervisor; the caller waits for each. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SupervisedStartStopBenchmark {

    private static final int CHILDREN = 1000;

    /** Whose children. */
    @Param({"espalier-platform", "pekko"})
    public String peer = "";

    /** The kind of thread that starts and stops. */
    @Param("platform")
    public String caller = "";

    private final Stage stage = new Stage();

    private Runnable lives = () -> {};

    /** Sets the scene. */
    @Setup
    public void start() {
        Runnable lifetime = this.stage.add(Peers.startSupervising(this.peer)).supervisedLifetime();
        Crew crew = this.stage.add(Crew.of(this.caller, 1));
        this.lives = () -> crew.run(CHILDREN, lifetime);
    }

    /** Clears it. */
    @TearDown
    public void stop() {
        this.stage.close();
    }

    /** A thousand children, one after the other. */
    @Benchmark
    @OperationsPerInvocation(CHILDREN)
    public void startAndStop() {
        this.lives.run();
    }
}
