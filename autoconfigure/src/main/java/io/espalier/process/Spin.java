package io.espalier.process;

/**
 * Has a caller's thread look for its reply a little before it parks. Where a core is idle that saves one of the two wake-ups of
 * a call, and half of its time; where it does not pay, because the handlers are slow or the cores busy, it soon stops and is
 * only tried again now and then. A virtual thread looks for a shorter time, since it holds a carrier that others may wait for.
 *
 * <p>One for all processes of a server, whose calls take about as long. Any thread; without synchronisation, since a lost
 * update only makes the judgement a little later.
 */
final class Spin {

    /** Longer than it takes to wake a thread of a pool, on a machine that has a core to spare; in nanoseconds. */
    private static final long LONGEST = 50_000;

    /** Longer than it takes an awake carrier to find a virtual thread in the queue of another. */
    private static final long LONGEST_VIRTUAL = 3_000;

    /** What a spin in vain costs, in spins that pay. */
    private static final int PRICE = 5;

    private static final int MOST = 4 * PRICE;

    /** How many calls don't spin before one tries again. */
    private static final int PAUSE = 256;

    private static final boolean ALONE = Runtime.getRuntime().availableProcessors() == 1;

    private final Judgement platform = new Judgement(LONGEST);

    private final Judgement virtual = new Judgement(LONGEST_VIRTUAL);

    /** Waits for a reply as long as it may pay. */
    void await(CallSlot<?> slot, boolean onVirtualThread) {
        if (!ALONE) {
            (onVirtualThread ? this.virtual : this.platform).await(slot);
        }
    }

    /** Whether it pays for one kind of thread. */
    private static final class Judgement {

        private final long longest;

        private int credit = PRICE;

        private int pause;

        Judgement(long longest) {
            this.longest = longest;
        }

        void await(CallSlot<?> slot) {
            if (this.credit <= 0 && --this.pause > 0) {
                return;
            }
            if (replied(slot)) {
                this.credit = Math.min(MOST, this.credit + 1);
            } else {
                this.credit = Math.max(0, this.credit - PRICE);
                this.pause = PAUSE;
            }
        }

        private boolean replied(CallSlot<?> slot) {
            long end = System.nanoTime() + this.longest;
            do {
                for (int i = 0; i < 8; i++) {
                    if (!slot.live()) {
                        return true;
                    }
                    Thread.onSpinWait();
                }
            } while (System.nanoTime() - end < 0 && !Thread.currentThread().isInterrupted());
            return !slot.live();
        }
    }
}
