package io.espalier.process;

/**
 * Sees to it that a killed process dies although its callback may not return. It looks again after a moment, for a callback
 * that began while the kill was on its way; when the kill grace is over it takes the process away from the callback, whose
 * thread is then a zombie, or from the queue where it still waits for a thread.
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

    /** As {@link #start}, for a process that runs no callback: it dies as soon as it gets a thread. */
    void startAtTheEnd() {
        lookAgainIn(left());
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
        Thread zombie = (left <= 0) ? this.cell.fence() : null;
        if (zombie != null) {
            Threads.lost(zombie);
            this.cell.system.bury(() -> buryAlive(zombie));
        } else if (left <= 0 && this.cell.fenceQueued()) {
            this.cell.system.bury(this::bury);
        } else if (this.cell.alive()) {
            lookAgainIn((left > 0) ? left : SOON);
        }
    }

    private void buryAlive(Thread zombie) {
        try {
            this.cell.system.zombie(this.cell, zombie);
        } finally {
            Death.of(this.cell, ExitReason.killed());
        }
    }

    private void bury() {
        try {
            Reports.death(this.cell, ExitReason.killed());
        } finally {
            Death.of(this.cell, ExitReason.killed());
        }
    }
}
