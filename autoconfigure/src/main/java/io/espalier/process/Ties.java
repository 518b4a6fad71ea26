package io.espalier.process;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What ties a process to others and to the clock. Touched by the process's own thread, and by its death. Each set is made when
 * it is first needed: most processes have one link and nothing else.
 */
final class Ties {

    private @Nullable SmallSet<ProcessCell> links;

    private @Nullable Map<ProcessCell, Signal.UnlinkSignal> unlinking;

    private @Nullable SmallSet<Watch> watches;

    private @Nullable SmallSet<Monitor> monitors;

    private @Nullable SmallSet<SendTimer> timers;

    /** Linked processes. */
    SmallSet<ProcessCell> links() {
        SmallSet<ProcessCell> known = (this.links != null) ? this.links : new SmallSet<>();
        this.links = known;
        return known;
    }

    /**
     * Processes that have not confirmed an unlink, with the last one. What they sent before it, a link signal that crossed it,
     * is void: so both sides agree that there is no link.
     */
    Map<ProcessCell, Signal.UnlinkSignal> unlinking() {
        Map<ProcessCell, Signal.UnlinkSignal> known =
                (this.unlinking != null) ? this.unlinking : new IdentityHashMap<>(4);
        this.unlinking = known;
        return known;
    }

    /** Who watches this process. */
    SmallSet<Watch> watches() {
        SmallSet<Watch> known = (this.watches != null) ? this.watches : new SmallSet<>();
        this.watches = known;
        return known;
    }

    /** Whom this process watches. */
    SmallSet<Monitor> monitors() {
        SmallSet<Monitor> known = (this.monitors != null) ? this.monitors : new SmallSet<>();
        this.monitors = known;
        return known;
    }

    /** Timers that this process has set, and that are pending or in its mailbox. */
    SmallSet<SendTimer> timers() {
        SmallSet<SendTimer> known = (this.timers != null) ? this.timers : new SmallSet<>();
        this.timers = known;
        return known;
    }

    /** Lets go of spare memory. True if nothing is left. */
    boolean trim() {
        this.links = orNull(this.links);
        this.unlinking = (this.unlinking == null || this.unlinking.isEmpty()) ? null : this.unlinking;
        this.watches = orNull(this.watches);
        this.monitors = orNull(this.monitors);
        this.timers = orNull(this.timers);
        return this.links == null
                && this.unlinking == null
                && this.watches == null
                && this.monitors == null
                && this.timers == null;
    }

    private static <T> @Nullable SmallSet<T> orNull(@Nullable SmallSet<T> set) {
        return (set == null || set.size() == 0) ? null : set;
    }

    void forEachWatch(Consumer<Watch> action) {
        if (this.watches != null) {
            this.watches.forEach(action);
        }
    }

    void forEachMonitor(Consumer<Monitor> action) {
        if (this.monitors != null) {
            this.monitors.forEach(action);
        }
    }

    void forEachTimer(Consumer<SendTimer> action) {
        if (this.timers != null) {
            this.timers.forEach(action);
        }
    }
}
