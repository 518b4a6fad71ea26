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

/** The time for one message that nobody waits for, from many senders to one receiver, until it is handled. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CastBenchmark {

    private static final int MESSAGES = 128_000;

    /** Who receives. */
    @Param({"espalier-platform", "pekko", "naive-platform"})
    public String peer = "";

    /** The kind of thread that sends. */
    @Param("platform")
    public String caller = "";

    /** How many threads send at the same time. */
    @Param({"1", "8", "64"})
    public int senders;

    private final Stage stage = new Stage();

    private final Tally tally = new Tally();

    private Runnable cast = () -> {};

    private Runnable burst = () -> {};

    /** Starts the receiver and the senders. */
    @Setup
    public void start() {
        this.cast = this.stage.add(Peers.start(this.peer)).sink(this.tally);
        Crew crew = this.stage.add(Crew.of(this.caller, this.senders));
        this.burst = () -> crew.run(MESSAGES, this.cast);
    }

    /** Ends them. */
    @TearDown
    public void stop() {
        this.stage.close();
    }

    /** All messages of all senders, until the last is handled. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void cast() {
        this.tally.expect(MESSAGES);
        this.burst.run();
        this.tally.await();
    }
}
