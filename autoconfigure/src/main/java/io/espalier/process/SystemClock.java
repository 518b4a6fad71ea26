package io.espalier.process;

import java.time.Instant;
import java.util.concurrent.Executor;

/** Real time: {@link System#nanoTime()} and a {@link TimerWheel}. */
final class SystemClock extends Clock {

    private final TimerWheel wheel = new TimerWheel();

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Instant instant() {
        return Instant.now();
    }

    @Override
    void schedule(Timer timer, long delayNanos) {
        if (delayNanos < FOREVER) {
            timer.deadline = System.nanoTime() + delayNanos;
            this.wheel.add(timer);
        }
    }

    @Override
    void cancelled() {
        this.wheel.cancelled();
    }

    @Override
    boolean virtualTime() {
        return false;
    }

    @Override
    Executor track(Executor executor) {
        return executor;
    }

    @Override
    void waiting(CallSlot<?> slot) {}

    @Override
    void completed(CallSlot<?> slot) {}

    @Override
    void interrupting(ProcessCell cell) {}

    @Override
    void close() {
        this.wheel.close();
    }
}
