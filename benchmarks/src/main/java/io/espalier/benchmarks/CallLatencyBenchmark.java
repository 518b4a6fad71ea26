package io.espalier.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The distribution of the time from a call to its reply, with an idle server. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CallLatencyBenchmark {

    /** Who is called. */
    @Param({"espalier-platform", "pekko", "naive-platform"})
    public String peer = "";

    /** The kind of thread that calls; {@code virtual} needs {@code -Djmh.executor=VIRTUAL}. */
    @Param("platform")
    public String caller = "";

    /** What else the JVM does: nothing, or a thread that computes all the time. */
    @Param({"idle", "busy"})
    public String load = "";

    private final Stage stage = new Stage();

    private Runnable call = () -> {};

    /** Sets the scene. */
    @Setup
    public void start() {
        if (VirtualThreads.isVirtual(Thread.currentThread()) != this.caller.equals("virtual")) {
            throw new IllegalStateException("The benchmark does not run on a " + this.caller + " thread");
        }
        this.call = this.stage.add(Peers.start(this.peer)).echo();
        if (this.load.equals("busy")) {
            Disturbance disturbance = this.stage.add(new Disturbance());
            Thread thread = new Thread(disturbance::compute, "busy");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Clears it. */
    @TearDown
    public void stop() {
        this.stage.close();
    }

    /** One call. */
    @Benchmark
    public void call() {
        this.call.run();
    }
}
