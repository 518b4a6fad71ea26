package io.espalier.process;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Looks at the threads of an executor a hundred times a second while they have work, from the clock's thread, which none of
 * them can hold. When there has been no work for a while it falls asleep and has no timer; whoever hands over work then wakes
 * it. So it costs a hand-over one read, and an idle system nothing.
 */
abstract class Lookout extends Timer {

    /** No timer; to be woken. */
    static final int ASLEEP = 0;

    /** All is well. */
    static final int AWAKE = 1;

    /** The threads are held: what is handed over to them would wait. */
    static final int ALARMED = 2;

    private static final long INTERVAL = 10_000_000;

    private static final VarHandle MODE;

    static {
        try {
            MODE = MethodHandles.lookup().findVarHandle(Lookout.class, "mode", int.class);
        } catch (ReflectiveOperationException ex) {
            throw new ExceptionInInitializerError(ex);
        }
    }

    final Clock clock;

    private volatile int mode;

    /**
     * Asleep, or not wanted: then it never looks.
     *
     * @param clock has it look; on virtual time nothing is slow
     * @param wanted whether there is anything to be done about what it might see
     */
    Lookout(Clock clock, boolean wanted) {
        this.clock = clock;
        this.mode = (wanted && !clock.virtualTime()) ? ASLEEP : AWAKE;
    }

    final int mode() {
        return this.mode;
    }

    /** Work is handed over while it sleeps. */
    final void wake() {
        if (this.mode == ASLEEP && MODE.compareAndSet(this, ASLEEP, AWAKE)) {
            lookAgain();
        }
    }

    private void lookAgain() {
        this.clock.schedule(this, INTERVAL);
    }

    /** Looks at the threads, and says what that means from now on. */
    abstract int look();

    /** Sees to what was handed over in the wrong mode, before the mode changed. */
    abstract void lookBack(int mode);

    @Override
    final boolean live() {
        return true;
    }

    @Override
    final void expire() {
        int seen = AWAKE;
        try {
            seen = look();
        } finally {
            this.mode = seen;
            if (seen != ASLEEP) {
                lookAgain();
            }
        }
        lookBack(seen);
    }
}
