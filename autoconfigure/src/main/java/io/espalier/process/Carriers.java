package io.espalier.process;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.lang.management.PlatformManagedObject;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The carriers of virtual threads, those of the whole JVM: as many as cores. JDK 24 and later let their number be changed,
 * which is reached by method handles, because the build targets a release that does not.
 */
final class Carriers {

    private static final int MOST = 256;

    /** What their number was raised to, or 0. */
    private static final AtomicInteger RAISED = new AtomicInteger();

    private Carriers() {}

    /** Whether this release lets their number be changed. */
    static boolean changeable() {
        return Runtime.version().feature() >= 24;
    }

    /** Whether there are more than usual. */
    static boolean raised() {
        return RAISED.get() != 0;
    }

    static int usual() {
        return Scheduler.OF_JVM.usual;
    }

    static int number() {
        return Scheduler.OF_JVM.number();
    }

    /** Adds as many as there usually are, up to a limit. False if there are no more than before. */
    static boolean raise() {
        int now = number();
        int more = Math.min(now + usual(), Math.max(MOST, usual()));
        if (more <= now || !Scheduler.OF_JVM.change(more)) {
            return false;
        }
        RAISED.set(more);
        return true;
    }

    /** Goes back to the usual number, if that leaves one free. */
    static void restore() {
        if (raised() && Scheduler.OF_JVM.mounted() < usual()) {
            release();
        }
    }

    /** Goes back to the usual number. */
    static void release() {
        int raisedTo = RAISED.get();
        if (raisedTo != 0 && RAISED.compareAndSet(raisedTo, 0)) {
            // If somebody else has changed it, it is no longer ours.
            if (number() == raisedTo) {
                boolean ignored = Scheduler.OF_JVM.change(usual());
            }
        }
    }

    /** Made when the carriers are held for the first time: that is seldom, and loads classes. */
    private static final class Scheduler {

        static final Scheduler OF_JVM = new Scheduler();

        private final @Nullable MethodHandle number;

        private final @Nullable MethodHandle change;

        private final @Nullable MethodHandle mounted;

        private final int usual;

        private Scheduler() {
            MethodHandle number = null;
            MethodHandle change = null;
            MethodHandle mounted = null;
            try {
                Class<? extends PlatformManagedObject> type = Class.forName(
                                "jdk.management.VirtualThreadSchedulerMXBean")
                        .asSubclass(PlatformManagedObject.class);
                Object bean = ManagementFactory.getPlatformMXBean(type);
                MethodHandles.Lookup lookup = MethodHandles.publicLookup();
                MethodType count = MethodType.methodType(int.class);
                number = lookup.findVirtual(type, "getParallelism", count).bindTo(bean);
                mounted = lookup.findVirtual(type, "getMountedVirtualThreadCount", count)
                        .bindTo(bean);
                change = lookup.findVirtual(type, "setParallelism", MethodType.methodType(void.class, int.class))
                        .bindTo(bean);
            } catch (ReflectiveOperationException | LinkageError | RuntimeException ex) {
                // Without management they stay as many as they are.
                number = null;
            }
            this.number = number;
            this.change = change;
            this.mounted = mounted;
            this.usual = ask(number);
        }

        int number() {
            return ask(this.number);
        }

        int mounted() {
            return ask(this.mounted);
        }

        /** False if this JVM does not let it be changed: its own settings may have fixed it. */
        boolean change(int count) {
            MethodHandle change = this.change;
            if (change == null) {
                return false;
            }
            try {
                change.invokeExact(count);
                return true;
            } catch (UnsupportedOperationException | IllegalArgumentException ex) {
                return false;
            } catch (RuntimeException | Error ex) {
                throw ex;
            } catch (Throwable ex) {
                throw new IllegalStateException(ex);
            }
        }

        private static int ask(@Nullable MethodHandle getter) {
            if (getter == null) {
                return 0;
            }
            try {
                return (int) getter.invokeExact();
            } catch (RuntimeException | Error ex) {
                throw ex;
            } catch (Throwable ex) {
                throw new IllegalStateException(ex);
            }
        }
    }
}
