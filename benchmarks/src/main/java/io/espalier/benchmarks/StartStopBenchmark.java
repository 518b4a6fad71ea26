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

/** The time for the start and the stop of one process. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StartStopBenchmark {

    private static final int PROCESSES = 1000;

    /** Whose processes. */
    @Param({"espalier-platform", "pekko", "naive-platform"})
    public String peer = "";

    /** The kind of thread that starts and stops. */
    @Param("platform")
    public String caller = "";

    /** Whether a thousand come and go at the same time, or the caller waits for each start and each stop. */
    @Param({"wave", "waiting"})
    public String way = "";

    private final Stage stage = new Stage();

    private Runnable lives = () -> {};

    /** Sets the scene. */
    @Setup
    public void start() {
        Peer started = this.stage.add(Peers.start(this.peer));
        Crew crew = this.stage.add(Crew.of(this.caller, 1));
        if (this.way.equals("wave")) {
            Runnable wave = started.wave(PROCESSES);
            this.lives = () -> crew.run(1, wave);
        } else {
            Runnable lifetime = started.lifetime();
            this.lives = () -> crew.run(PROCESSES, lifetime);
        }
    }

    /** Clears it. */
    @TearDown
    public void stop() {
        this.stage.close();
    }

    /** A thousand processes. */
    @Benchmark
    @OperationsPerInvocation(PROCESSES)
    public void startAndStop() {
        this.lives.run();
    }
}
