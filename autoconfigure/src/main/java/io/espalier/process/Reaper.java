package io.espalier.process;

/**
 * Sees to it that a killed process dies although its callback may not return. It looks again after a moment, for a callback
 * that began while the kill was on its way; when the kill grace is over it takes the process away from the callback, whose
 * thread is then a zombie.
 */
final class Reaper extends Timer {

    private static final long SOON = 10_000_000;

    private final ProcessCell cell;

    private final long end;

    Reaper(ProcessCell cell) {
        this.cell = cell;
        this.end = cell.system.clock().nanoTime()
                + Clock.nanos(cell.system.settings().killGrace());
    }

    void start() {
        lookAgainIn(Math.min(left(), SOON));
    }

    private long left() {
        return this.end - this.cell.system.clock().nanoTime();
    }

    private void lookAgainIn(long nanos) {
        this.cell.system.clock().schedule(this, Math.max(0, nanos));
    }

    @Override
    boolean live() {
        return this.cell.alive();
    }

    @Override
    void expire() {
        this.cell.interruptHandler();
        long left = left();
        Thread thread = (left <= 0) ? this.cell.fence() : null;
        if (thread != null) {
            this.cell.system.execute(() -> bury(thread));
        } else if (this.cell.alive()) {
            // Past the end it waits for a thread of the pool, and dies as soon as it gets one.
            lookAgainIn((left > 0) ? left : SOON);
        }
    }

    private void bury(Thread thread) {
        this.cell.system.zombie(this.cell, thread);
        Death.of(this.cell, ExitReason.killed());
    }
}
