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

/** The time from the message that crashes a supervised process to the init of the next incarnation. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RestartBenchmark {

    private static final int CRASHES = 200;

    /** Whose supervisor. */
    @Param({"espalier-platform", "pekko"})
    public String peer = "";

    private final Stage stage = new Stage();

    private Runnable crashes = () -> {};

    /** Sets the scene. */
    @Setup
    public void start() {
        this.crashes = this.stage.add(Peers.startSupervising(this.peer)).crashes(CRASHES);
    }

    /** Clears it. */
    @TearDown
    public void stop() {
        this.stage.close();
    }

    /** Crashes in a chain. */
    @Benchmark
    @OperationsPerInvocation(CRASHES)
    public void restart() {
        this.crashes.run();
    }
}
