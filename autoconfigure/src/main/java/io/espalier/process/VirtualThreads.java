package io.espalier.process;

import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs each task on a virtual thread of its own. When handlers hold all carriers, everything that is on virtual threads would
 * wait, here and elsewhere in this JVM: then there are more carriers until the handlers return.
 */
final class VirtualThreads implements Executor {

    private static final Logger logger = LoggerFactory.getLogger(ProcessSystem.class);

    private final Executor threads = Threads.virtual();

    private final Watch watch;

    VirtualThreads(Clock clock) {
        this.watch = new Watch(clock);
    }

    @Override
    public void execute(Runnable task) {
        this.threads.execute(task);
        if (this.watch.mode() == Lookout.ASLEEP) {
            this.watch.wake();
        }
    }

    /** The carriers are nobody's concern any more: those that were added go. */
    void shutdown() {
        this.watch.closed = true;
        Carriers.release();
    }

    private final class Watch extends Lookout {

        /** Falls asleep after so many looks, whoever runs: the next hand-over wakes it. */
        private static final int LOOKS = 50;

        private static final long WARN_AFTER = 1_000_000_000;

        private int looks;

        private volatile boolean closed;

        /** A virtual thread that was started since the last answer has run. */
        private volatile boolean answered = true;

        /** At the last look too there was no answer, and no process had moved: that is no pause of the JVM. */
        private boolean held;

        /** A warning is due since then, or 0. */
        private long heldAt;

        Watch(Clock clock) {
            super(clock, Carriers.changeable());
        }

        @Override
        int look() {
            if (this.closed) {
                return AWAKE;
            }
            boolean stands = !Threads.takeMoved() && !this.answered;
            boolean more = stands && this.held && raise();
            this.held = stands && !this.held;
            if (this.answered) {
                Carriers.restore();
            }
            boolean raised = Carriers.raised();
            if (!raised) {
                this.heldAt = 0;
            } else if (this.heldAt != 0 && this.clock.nanoTime() - this.heldAt >= WARN_AFTER) {
                warn();
            }
            if (this.answered) {
                this.looks++;
                if (this.looks >= LOOKS && !raised) {
                    this.looks = 0;
                    return ASLEEP;
                }
                this.answered = false;
                probe();
            } else if (more) {
                // What is added to a queue that is not empty sets no carrier to work: a new thread is given one of its
                // own.
                Threads.daemon("espalier-probe", this::probe).start();
            }
            return AWAKE;
        }

        private void probe() {
            VirtualThreads.this.threads.execute(() -> this.answered = true);
        }

        private boolean raise() {
            boolean first = !Carriers.raised();
            boolean more = Carriers.raise();
            if (more && first) {
                this.heldAt = this.clock.nanoTime();
            }
            if (this.closed) {
                Carriers.release();
            }
            return more;
        }

        private void warn() {
            this.heldAt = 0;
            logger.warn(
                    "Callbacks held all {} carriers of virtual threads, and as many run a second later; there are more"
                            + " carriers meanwhile. A thread dump shows who they are",
                    Carriers.usual());
        }

        @Override
        void lookBack(int mode) {}
    }
}
