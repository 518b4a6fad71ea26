package io.espalier.benchmarks;

import io.espalier.process.CallTimeoutException;
import java.util.concurrent.CompletionException;
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

/**
 * The distribution of the time from a call to its reply while other processes hold threads of the same runtime. A call that
 * gets no reply within its timeout counts with that.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class NeighbourBenchmark {

    private static final int SLEEPING = 100;

    private static final int BURNING = Runtime.getRuntime().availableProcessors();

    /** Who is called. */
    @Param({"espalier-platform", "pekko"})
    public String peer = "";

    /**
     * What the others do: nothing; a hundred sleep in their handlers, where the peer wants such processes; one for each core
     * computes in its handler and does not end, beside the server.
     */
    @Param({"none", "sleeping", "burning"})
    public String neighbours = "";

    private final Stage stage = new Stage();

    private Runnable call = () -> {};

    /** Sets the scene. */
    @Setup
    public void start() {
        SupervisingPeer started = this.stage.add(Peers.startSupervising(this.peer));
        Disturbance disturbance = this.stage.add(new Disturbance());
        this.call = started.echo();
        switch (this.neighbours) {
            case "sleeping" -> started.waiting(SLEEPING, disturbance::sleep);
            case "burning" -> started.busy(BURNING, disturbance::compute);
            default -> {}
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
        try {
            this.call.run();
        } catch (CallTimeoutException | CompletionException ignored) {
            // The time that it took is the answer.
        }
    }
}
