package io.espalier.benchmarks;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
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

/** Calls from many threads at the same time, to one server or spread over many. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class CallThroughputBenchmark {

    private static final int CALLS = 6400;

    /** Who is called. */
    @Param({"espalier-platform", "pekko", "naive-platform"})
    public String peer = "";

    /** The kind of thread that calls. */
    @Param("platform")
    public String caller = "";

    /** How many threads call. */
    @Param({"2", "64"})
    public int callers;

    /** How many servers there are; each call goes to any of them. */
    @Param({"1", "1000"})
    public int servers;

    private final Stage stage = new Stage();

    private Runnable calls = () -> {};

    /** Sets the scene. */
    @Setup
    public void start() {
        Peer started = this.stage.add(Peers.start(this.peer));
        Crew crew = this.stage.add(Crew.of(this.caller, this.callers));
        Runnable[] echoes = new Runnable[this.servers];
        Arrays.setAll(echoes, i -> started.echo());
        this.calls =
                () -> crew.run(CALLS, () -> echoes[ThreadLocalRandom.current().nextInt(echoes.length)].run());
    }

    /** Clears it. */
    @TearDown
    public void stop() {
        this.stage.close();
    }

    /** All calls of all callers. */
    @Benchmark
    @OperationsPerInvocation(CALLS)
    public void call() {
        this.calls.run();
    }
}
