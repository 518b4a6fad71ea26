package io.espalier.supervisor;

import io.espalier.process.Down;
import io.espalier.process.Exit;
import io.espalier.process.ExitReason;
import io.espalier.process.From;
import io.espalier.process.None;
import io.espalier.process.Pid;
import io.espalier.process.Self;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The children of a dynamic supervisor that are being stopped, each on its own: one by one for callers, each with a timer,
 * or all at the end, with one timer for each time that some of them have.
 */
final class StoppingChildren {

    private final Map<Pid, Stopping> children = new HashMap<>();

    private final Set<Duration> times = new HashSet<>();

    /** Begins to stop one child. */
    void stop(Self<?> self, Pid pid, DynamicChild child) {
        this.children.put(pid, new Stopping(child, Stop.begin(self, pid, child.shutdown()), new ArrayList<>(1)));
    }

    /** Begins to stop one of many children; {@link #startTimers} follows. */
    void stopWithOthers(Self<?> self, Pid pid, DynamicChild child) {
        this.children.put(pid, new Stopping(child, Stop.beginUntimed(self, pid, child.shutdown()), List.of()));
        if (child.shutdown() instanceof Shutdown.After after) {
            this.times.add(after.time());
        }
    }

    void startTimers(Self<?> self) {
        this.times.forEach(time -> self.sendAfter(time, new AllTimeOver(time)));
    }

    boolean contains(Pid pid) {
        return this.children.containsKey(pid);
    }

    /** Has a caller wait for the end of a stop. A child that asks for its own end has its answer at once. */
    void answer(Pid pid, From<None> from) {
        Stopping stopping = this.children.get(pid);
        if (stopping == null || from.pid().filter(pid::equals).isPresent()) {
            from.reply(None.NONE);
        } else {
            stopping.callers().add(from);
        }
    }

    /** Takes note of a death that the link tells of; returns whether it is one of these children. */
    boolean on(Exit exit) {
        Stopping stopping = this.children.get(exit.pid());
        if (stopping != null) {
            stopping.stop().exited(exit.reason());
        }
        return stopping != null;
    }

    /** Ends a stop: tells who waits, mentions a death that was not in order, and returns the child, or null if there is none. */
    @Nullable
    DynamicChild on(Down down, BiConsumer<DynamicChild, ExitReason> notInOrder) {
        Pid pid = down.pid();
        Stopping stopping = (pid != null) ? this.children.remove(pid) : null;
        if (stopping == null) {
            return null;
        }
        DynamicChild child = stopping.child();
        ExitReason reason = stopping.stop().ended(down.reason());
        if (!stopping.stop().orderly(reason, child.restart())) {
            notInOrder.accept(child, reason);
        }
        stopping.callers().forEach(from -> from.reply(None.NONE));
        return child;
    }

    void on(Stop.TimeOver over, Self<?> self) {
        if (this.children.containsKey(over.pid())) {
            self.system().kill(over.pid());
        }
    }

    void on(AllTimeOver over, Self<?> self) {
        this.children.forEach((pid, stopping) -> {
            if (stopping.stop().lasts(over.time())) {
                self.system().kill(pid);
            }
        });
    }

    int size() {
        return this.children.size();
    }

    void forEach(BiConsumer<Pid, DynamicChild> action) {
        this.children.forEach((pid, stopping) -> action.accept(pid, stopping.child()));
    }

    /**
     * One of them.
     *
     * @param child the child
     * @param stop its stop
     * @param callers who waits for it
     */
    private record Stopping(DynamicChild child, Stop stop, List<From<None>> callers) {}

    /**
     * The message that the time of all children which had so long to stop is over.
     *
     * @param time how long they had
     */
    record AllTimeOver(Duration time) {}
}
