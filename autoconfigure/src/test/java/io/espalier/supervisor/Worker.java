package io.espalier.supervisor;

import io.espalier.process.Exit;
import io.espalier.process.ExitReason;
import io.espalier.process.GenServer;
import io.espalier.process.Handlers;
import io.espalier.process.Init;
import io.espalier.process.Request;
import io.espalier.process.Result;
import io.espalier.process.Self;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A child that does what a test tells it to do, and writes down what was done to it. Its argument is what it is called. */
final class Worker implements GenServer<String, Worker.State> {

    private final Map<String, Deque<OnInit>> inits = new ConcurrentHashMap<>();

    private final Map<String, ExitReason> stops = new ConcurrentHashMap<>();

    private final Set<String> stubborn = ConcurrentHashMap.newKeySet();

    private final List<String> diary = new CopyOnWriteArrayList<>();

    /** What an init does. */
    enum OnInit {
        RUN,
        FAIL,
        IGNORE,
        /** Waits for a {@link Ready}. */
        PEND
    }

    record State(String name, int messages) {}

    /** Throws. */
    record Crash() {}

    /** Ends with a reason. */
    record Finish(ExitReason reason) {}

    /** Ends an init that is pending. */
    record Ready() {}

    /** Unlinks from the supervisor. */
    record Unlink() {}

    /** Has the worker run something on its own thread. */
    record Perform(Runnable action) {}

    /** How many messages of this kind this incarnation has handled before. */
    record Count() implements Request<Integer> {}

    /** What the next inits of a child do; after them they run. */
    void inits(String name, OnInit... next) {
        this.inits.put(name, new ArrayDeque<>(Arrays.asList(next)));
    }

    /** The child does not heed a wish to stop. */
    void stubborn(String name) {
        this.stubborn.add(name);
    }

    /** The child ends with this reason when it is asked to stop. */
    void stopsWith(String name, ExitReason reason) {
        this.stops.put(name, reason);
    }

    /** What was done since the diary was last read. */
    List<String> diary() {
        List<String> entries = List.copyOf(this.diary);
        this.diary.clear();
        return entries;
    }

    @Override
    public Init<State> init(String name, Self<State> self) {
        Deque<OnInit> planned = this.inits.get(name);
        OnInit now = (planned != null && !planned.isEmpty()) ? planned.poll() : OnInit.RUN;
        this.diary.add("start " + name + ((now == OnInit.RUN) ? "" : " " + now));
        return switch (now) {
            case RUN -> Init.ok(new State(name, 0));
            case FAIL -> throw new IllegalStateException("init of " + name);
            case IGNORE -> Init.ignore();
            case PEND -> Init.pending(new State(name, 0));
        };
    }

    @Override
    public void handlers(Handlers<State> on) {
        on.call(
                        Count.class,
                        (count, call, state) ->
                                call.reply(state.messages(), new State(state.name(), state.messages() + 1)))
                .cast(Crash.class, (crash, self, state) -> {
                    throw new IllegalStateException("crash of " + state.name());
                })
                .cast(Finish.class, (finish, self, state) -> self.stop(finish.reason(), state))
                .cast(Ready.class, (ready, self, state) -> {
                    self.ready();
                    return self.next(state);
                })
                .cast(Unlink.class, (unlink, self, state) -> {
                    self.unlink(self.ancestors().get(0));
                    return self.next(state);
                })
                .cast(Perform.class, (perform, self, state) -> {
                    perform.action().run();
                    return self.next(state);
                })
                .info(Exit.class, (exit, self, state) -> self.next(state));
    }

    @Override
    public Result<State> handleStop(ExitReason reason, Self<State> self, State state) {
        this.diary.add("ask " + state.name());
        if (this.stubborn.contains(state.name())) {
            return self.next(state);
        }
        return self.stop(this.stops.getOrDefault(state.name(), reason), state);
    }

    @Override
    public void terminate(ExitReason reason, State state) {
        this.diary.add("stop " + state.name());
    }
}
