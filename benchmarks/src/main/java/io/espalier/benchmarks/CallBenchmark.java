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
 * The time from a call to its reply: one caller and one server that is idle until it is called. It shows what it takes to
 * wake a process and its caller.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CallBenchmark {

    private static final int CALLS = 1000;

    /** Who is called. */
    @Param({"espalier-platform", "pekko", "naive-platform"})
    public String peer = "";

    /** Who calls: a platform thread, a virtual thread, or a process of the same peer. */
    @Param({"platform", "process"})
    public String caller = "";

    private final Stage stage = new Stage();

    private Runnable calls = () -> {};

    /** Starts the server and its caller. */
    @Setup
    public void start() {
        Peer started = this.stage.add(Peers.start(this.peer));
        if (this.caller.equals("process")) {
            this.calls = started.errand(CALLS);
        } else {
            Crew crew = this.stage.add(Crew.of(this.caller, 1));
            Runnable call = started.echo();
            this.calls = () -> crew.run(CALLS, call);
        }
    }

    /** Ends both. */
    @TearDown
    public void stop() {
        this.stage.close();
    }

    /** A thousand calls, one after the other. */
    @Benchmark
    @OperationsPerInvocation(CALLS)
    public void call() {
        this.calls.run();
    }
}
