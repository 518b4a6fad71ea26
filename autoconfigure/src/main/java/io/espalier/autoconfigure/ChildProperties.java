package io.espalier.autoconfigure;

import io.espalier.process.Dispatcher;
import io.espalier.supervisor.AutoShutdown;
import io.espalier.supervisor.Restart;
import io.espalier.supervisor.Shutdown;
import io.espalier.supervisor.Strategy;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A child of a supervisor. Besides the keys below a worker has {@code argument}: the init argument of its server, bound to
 * the type that the server's bean declares for it. It is no component here, since its type differs from child to child.
 *
 * @param type Kind of child; without it a child with "server" is a worker and one with "children" a supervisor.
 * @param server Name of the GenServer bean that a worker runs.
 * @param order Place among its sisters: they start by order, then by id, and stop in reverse.
 * @param enabled Whether to have this child.
 * @param restart When to start the child again after its death; permanent unless set.
 * @param shutdown How to stop the child: a duration to wait before it is killed, "brutal-kill" or "infinity". 5 seconds for
 * a worker and infinity for a supervisor unless set.
 * @param startTimeout Time that the child's init may take; unbounded unless set.
 * @param significant Whether the end of this child ends its supervisor, see "auto-shutdown" there.
 * @param backoff Delays of restarts; restarts are immediate unless set.
 * @param dispatcher Pool that the child runs on, where platform threads are used; blocking unless set.
 * @param maxChildren Number of children that a dynamic supervisor may have; unbounded unless set.
 * @param strategy Which children of a supervisor are restarted when one has died; one-for-one unless set.
 * @param maxRestarts Number of restarts within the window that a supervisor makes before it gives up; 3 unless set.
 * @param within Window that "max-restarts" counts in; 5 seconds unless set.
 * @param autoShutdown Whether a supervisor ends when its significant children have ended; never unless set.
 * @param children Children of a supervisor by id.
 */
record ChildProperties(
        @Nullable Kind type,
        @Nullable String server,
        @DefaultValue("0") int order,
        @DefaultValue("true") boolean enabled,
        @Nullable Restart restart,
        @Nullable Shutdown shutdown,
        @Nullable Duration startTimeout,
        @DefaultValue("false") boolean significant,
        @Nullable Backoff backoff,
        @Nullable Dispatcher dispatcher,
        @Nullable Integer maxChildren,
        @Nullable Strategy strategy,
        @Nullable Integer maxRestarts,
        @Nullable Duration within,
        @Nullable AutoShutdown autoShutdown,
        @DefaultValue Map<String, ChildProperties> children) {

    /** A child of which nothing is said. */
    static final ChildProperties EMPTY = new ChildProperties(
            null, null, 0, true, null, null, null, false, null, null, null, null, null, null, null, Map.of());

    /** Kinds of children. */
    enum Kind {
        /** Runs a server. */
        WORKER,
        /** Supervises the children that are listed. */
        SUPERVISOR,
        /** Supervises children that are started at run time. */
        DYNAMIC
    }

    /**
     * Delays of restarts.
     *
     * @param initial First delay.
     * @param multiplier Factor from one delay to the next.
     * @param max Longest delay.
     * @param jitter Share by which a delay may be shorter or longer, from 0 to 1.
     * @param resetAfter Time that the child must live for its delays to start over; twice "max" unless set.
     */
    record Backoff(
            @DefaultValue("1s") Duration initial,
            @DefaultValue("2") double multiplier,
            @DefaultValue("30s") Duration max,
            @DefaultValue("0.2") double jitter,
            @Nullable Duration resetAfter) {}
}
