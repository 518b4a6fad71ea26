package io.espalier.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds a {@link ProcessSystem}. Everything has a default that works. */
public final class ProcessSystemBuilder {

    private ThreadMode threads = ThreadMode.AUTO;

    private int throughput = 64;

    private int blockingThreads = 256;

    private Duration killGrace = Duration.ofSeconds(1);

    private @Nullable Clock clock;

    private @Nullable ContextCarrier contextCarrier;

    private final List<ProcessListener> listeners = new ArrayList<>();

    ProcessSystemBuilder() {}

    /**
     * Chooses the kind of threads.
     *
     * @param threads the kind; by default {@link ThreadMode#AUTO}
     * @return this
     */
    public ProcessSystemBuilder threads(ThreadMode threads) {
        this.threads = threads;
        return this;
    }

    /**
     * How many messages a process handles before it lets others have its thread.
     *
     * @param messages at least 1; by default 64
     * @return this
     */
    public ProcessSystemBuilder throughput(int messages) {
        if (messages < 1) {
            throw new IllegalArgumentException("The throughput must be at least 1, not " + messages);
        }
        this.throughput = messages;
        return this;
    }

    /**
     * Bounds the pool of {@link Dispatcher#BLOCKING}, where platform threads are used.
     *
     * @param threads at least 1; by default 256
     * @return this
     */
    public ProcessSystemBuilder blockingThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("The number of blocking threads must be at least 1, not " + threads);
        }
        this.blockingThreads = threads;
        return this;
    }

    /**
     * How long the death of a killed process waits for its running callback.
     *
     * @param grace not negative; by default 1 s
     * @return this
     */
    public ProcessSystemBuilder killGrace(Duration grace) {
        if (grace.isNegative()) {
            throw new IllegalArgumentException("The kill grace must not be negative: " + grace);
        }
        this.killGrace = grace;
        return this;
    }

    /**
     * The clock.
     *
     * @param clock a clock that no other system uses; by default {@link Clock#system()}
     * @return this
     */
    public ProcessSystemBuilder clock(Clock clock) {
        this.clock = clock;
        return this;
    }

    /**
     * Carries context with every message.
     *
     * @param carrier the carrier; by default none
     * @return this
     */
    public ProcessSystemBuilder contextCarrier(ContextCarrier carrier) {
        this.contextCarrier = carrier;
        return this;
    }

    /**
     * Adds a listener.
     *
     * @param listener the listener
     * @return this
     */
    public ProcessSystemBuilder listener(ProcessListener listener) {
        this.listeners.add(listener);
        return this;
    }

    /**
     * Makes the system. It holds no thread until its first process runs.
     *
     * @return a new system; to be closed
     * @throws IllegalStateException if virtual threads are wanted and this JDK has none
     */
    public ProcessSystem build() {
        Clock time = (this.clock != null) ? this.clock : Clock.system();
        return new LocalSystem(
                new Settings(this.throughput, this.killGrace, this.contextCarrier, List.copyOf(this.listeners)),
                Dispatchers.of(this.threads, this.blockingThreads, time),
                time);
    }

    /**
     * What a system needs to know.
     *
     * @param throughput messages in a batch
     * @param killGrace how long a kill waits for a callback
     * @param contextCarrier carries context, or null
     * @param listeners who hears of events
     */
    record Settings(
            int throughput,
            Duration killGrace,
            @Nullable ContextCarrier contextCarrier,
            List<ProcessListener> listeners) {}
}
