package io.espalier.process;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A hashed timer wheel (Varghese and Lauck, 1987) with one thread, which starts with the first timer and ends some time
 * after the last.
 *
 * <p>Any thread adds by pushing onto a stack, the inbox; only the wheel's thread touches the buckets. It takes the whole
 * inbox when it wakes, drops what is no longer live (most calls are answered long before their deadline, so they never
 * reach a bucket), expires what is due and sleeps until the next bucket that holds anything. An adder wakes it only when
 * its timer comes before that, or when the inbox has grown by {@link #INBOX}; so memory held by answered calls is bounded.
 *
 * <p>The wake-up is safe because the thread publishes {@code wakeAt} before it looks at the inbox for a last time, and an
 * adder pushes before it reads {@code wakeAt}: one of the two sees the other.
 *
 * <p>A cancelled timer is only marked. Its memory goes when its bucket is next visited, or when so many have been cancelled
 * that a sweep of the whole wheel is cheap for each of them.
 */
final class TimerWheel {

    private static final Logger logger = LoggerFactory.getLogger(ProcessSystem.class);

    private static final long TICK = 1_000_000;

    private static final int BUCKETS = 4096;

    private static final int INBOX = 4096;

    private static final int SWEEP = 65_536;

    /** How long the thread stays when there are no timers. */
    private static final long LINGER = 5_000_000_000L;

    private static final long NEVER = Long.MAX_VALUE;

    private final AtomicReference<@Nullable Timer> inbox = new AtomicReference<>();

    private final AtomicLong cancelled = new AtomicLong();

    private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();

    private final long origin = System.nanoTime();

    /** When the thread will wake by itself, relative to the origin. */
    private volatile long wakeAt = NEVER;

    private volatile boolean closed;

    void add(Timer timer) {
        Timer before;
        do {
            before = this.inbox.get();
            timer.nextTimer = before;
            timer.depth = (before == null) ? 1 : before.depth + 1;
        } while (!this.inbox.compareAndSet(before, timer));
        if (timer.deadline - this.origin < this.wakeAt || timer.depth % INBOX == 0) {
            wake();
        }
    }

    void cancelled() {
        if (this.cancelled.incrementAndGet() % SWEEP == 0) {
            wake();
        }
    }

    void close() {
        this.closed = true;
        Thread running = this.thread.get();
        if (running != null) {
            LockSupport.unpark(running);
        }
    }

    private void wake() {
        Thread running = this.thread.get();
        if (running != null) {
            LockSupport.unpark(running);
        } else if (!this.closed) {
            Thread fresh = Threads.daemon("espalier-timer", new Buckets());
            if (this.thread.compareAndSet(null, fresh)) {
                fresh.start();
            } else {
                wake();
            }
        }
    }

    /** The wheel proper; touched by its thread alone. */
    private final class Buckets implements Runnable {

        private final @Nullable Timer[] buckets = new Timer[BUCKETS];

        private final long[] occupied = new long[BUCKETS / Long.SIZE];

        /** The first tick that has not been handled. */
        private long tick = (System.nanoTime() - TimerWheel.this.origin) / TICK;

        @Override
        public void run() {
            while (!TimerWheel.this.closed) {
                takeInbox();
                if (TimerWheel.this.cancelled.get() >= SWEEP) {
                    TimerWheel.this.cancelled.set(0);
                    sweep();
                }
                expireUntil((System.nanoTime() - TimerWheel.this.origin) / TICK);
                long next = nextOccupied();
                TimerWheel.this.wakeAt = next;
                if (TimerWheel.this.inbox.get() != null) {
                    TimerWheel.this.wakeAt = Long.MIN_VALUE;
                    continue;
                }
                if (next == NEVER) {
                    LockSupport.parkNanos(this, LINGER);
                    if (TimerWheel.this.inbox.get() == null) {
                        end();
                        return;
                    }
                } else {
                    LockSupport.parkNanos(this, next - (System.nanoTime() - TimerWheel.this.origin));
                }
                TimerWheel.this.wakeAt = Long.MIN_VALUE;
            }
        }

        /** Nothing to do for a while: the next timer starts another thread. One that came just now starts it here. */
        private void end() {
            TimerWheel.this.thread.set(null);
            if (TimerWheel.this.inbox.get() != null) {
                wake();
            }
        }

        private void takeInbox() {
            long now = System.nanoTime();
            Timer timer = TimerWheel.this.inbox.getAndSet(null);
            while (timer != null) {
                Timer next = timer.nextTimer;
                timer.nextTimer = null;
                if (timer.live()) {
                    if (timer.deadline - now <= 0) {
                        expire(timer);
                    } else {
                        put(timer);
                    }
                }
                timer = next;
            }
        }

        private long tickOf(Timer timer) {
            return Math.max(0, timer.deadline - TimerWheel.this.origin + TICK - 1) / TICK;
        }

        private void put(Timer timer) {
            int bucket = (int) (Math.max(tickOf(timer), this.tick) % BUCKETS);
            timer.depth = Timer.BUCKETED;
            timer.nextTimer = this.buckets[bucket];
            this.buckets[bucket] = timer;
            this.occupied[bucket / Long.SIZE] |= 1L << (bucket % Long.SIZE);
        }

        private void expireUntil(long now) {
            long first = Math.max(this.tick, now - BUCKETS + 1);
            // Whatever a callback schedules meanwhile lands in the inbox, so no bucket changes under the loop.
            for (long current = first; current <= now; current++) {
                visit((int) (current % BUCKETS), now);
            }
            this.tick = Math.max(this.tick, now + 1);
        }

        private void visit(int bucket, long now) {
            Timer timer = this.buckets[bucket];
            if (timer == null) {
                return;
            }
            this.buckets[bucket] = null;
            this.occupied[bucket / Long.SIZE] &= ~(1L << (bucket % Long.SIZE));
            while (timer != null) {
                Timer next = timer.nextTimer;
                timer.nextTimer = null;
                if (timer.live()) {
                    if (tickOf(timer) <= now) {
                        expire(timer);
                    } else {
                        keep(bucket, timer);
                    }
                }
                timer = next;
            }
        }

        private void keep(int bucket, Timer timer) {
            timer.nextTimer = this.buckets[bucket];
            this.buckets[bucket] = timer;
            this.occupied[bucket / Long.SIZE] |= 1L << (bucket % Long.SIZE);
        }

        private void expire(Timer timer) {
            try {
                timer.expire();
            } catch (RuntimeException | Error ex) {
                logger.error("A timer failed", ex);
            }
        }

        private void sweep() {
            for (int bucket = 0; bucket < BUCKETS; bucket++) {
                visit(bucket, -1);
            }
        }

        /** When the next bucket that holds anything comes round, relative to the origin. */
        private long nextOccupied() {
            for (int ahead = 0; ahead < BUCKETS; ) {
                int bucket = (int) ((this.tick + ahead) % BUCKETS);
                long word = this.occupied[bucket / Long.SIZE] >>> (bucket % Long.SIZE);
                if (word != 0) {
                    long tick = this.tick + ahead + Long.numberOfTrailingZeros(word);
                    return tick * TICK;
                }
                ahead += Long.SIZE - (bucket % Long.SIZE);
            }
            return NEVER;
        }
    }
}
