package io.espalier.process;

import org.jspecify.annotations.Nullable;

/** A monitor that one process has on another. */
final class Monitor implements MonitorRef, Watch {

    private final ProcessCell watcher;

    private final @Nullable ProcessCell target;

    private final @Nullable String name;

    /** Set by the watcher: a DOWN that is already a message is dropped as well. Read by its own thread only. */
    private boolean flushed;

    Monitor(ProcessCell watcher, @Nullable ProcessCell target, @Nullable String name) {
        this.watcher = watcher;
        this.target = target;
        this.name = name;
    }

    @Nullable
    ProcessCell target() {
        return this.target;
    }

    void flush() {
        this.flushed = true;
    }

    boolean flushed() {
        return this.flushed;
    }

    @Override
    public void down(ExitReason reason) {
        this.watcher.enqueue(new Signal.DownSignal(this, reason));
    }

    @Override
    public String toString() {
        return "Monitor of " + ((this.name != null) ? this.name : this.target);
    }

    Down message(ExitReason reason) {
        return new Down(this, this.target, this.name, reason);
    }
}
