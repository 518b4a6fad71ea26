package io.espalier.autoconfigure;

import io.espalier.process.Exit;
import io.espalier.process.ExitReason;
import io.espalier.process.GenServer;
import io.espalier.process.Handlers;
import io.espalier.process.Init;
import io.espalier.process.Pid;
import io.espalier.process.Result;
import io.espalier.process.Self;
import io.espalier.process.StartOptions;
import io.espalier.process.StartReply;
import io.espalier.process.StartResult;
import io.espalier.supervisor.Supervisor;
import io.espalier.supervisor.SupervisorSpec;
import java.time.Duration;

/**
 * The parent of the root supervisor: a process that starts it, watches it and stops it. It lives as long as the root does.
 *
 * <pre>
 *   init   --&gt; start the root --&gt; StartReply: started | failed, end
 *   Stop   --&gt; the root stops its children, in order --&gt; Exit: stopped, end
 *                    |
 *                  time is up: kill what is left
 *   Exit of the root, unasked: gave up, end
 * </pre>
 */
final class TreeKeeper implements GenServer<TreeKeeper.Task, TreeKeeper.State> {

    @Override
    public Init<State> init(Task task, Self<State> self) {
        self.trapExits(true);
        StartOptions named = StartOptions.named(SupervisionTree.ROOT);
        Pid root = self.startLinkedAsync(Supervisor.server(), task.spec(), named);
        return Init.ok(new State(root, task.observer(), Phase.STARTING));
    }

    @Override
    public void handlers(Handlers<State> on) {
        on.info(StartReply.class, TreeKeeper::started)
                .info(Exit.class, TreeKeeper::exited)
                .cast(Stop.class, TreeKeeper::stop)
                .info(TimeIsUp.class, TreeKeeper::kill);
    }

    private static Result<State> started(StartReply reply, Self<State> self, State state) {
        if (reply.result() instanceof StartResult.Started) {
            if (state.phase() == Phase.STOPPING) {
                return self.next(state);
            }
            state.observer().started();
            return self.next(state.in(Phase.RUNNING));
        }
        if (reply.result() instanceof StartResult.Failed failed) {
            state.observer().failed(failed.reason());
        } else {
            state.observer().failed(ExitReason.custom("the root supervisor was ignored"));
        }
        return self.stop(ExitReason.normal(), state);
    }

    private static Result<State> exited(Exit exit, Self<State> self, State state) {
        if (!exit.pid().equals(state.root())) {
            return self.next(state);
        }
        if (state.phase() != Phase.STOPPING) {
            state.observer().gaveUp(exit.reason());
        }
        return self.stop(ExitReason.normal(), state);
    }

    private static Result<State> stop(Stop stop, Self<State> self, State state) {
        self.system().exit(state.root(), ExitReason.shutdown());
        self.sendAfter(stop.within(), new TimeIsUp());
        return self.next(state.in(Phase.STOPPING));
    }

    private static Result<State> kill(TimeIsUp timeIsUp, Self<State> self, State state) {
        Leftovers.kill(self.system(), state.root());
        return self.next(state);
    }

    /**
     * The order to stop the tree.
     *
     * @param within how long it may take; what lives on then is killed
     */
    record Stop(Duration within) {}

    private record TimeIsUp() {}

    /**
     * The init argument.
     *
     * @param spec the root supervisor to start
     * @param observer who is told of it
     */
    record Task(SupervisorSpec spec, Observer observer) {}

    /**
     * The state.
     *
     * @param root the root supervisor
     * @param observer who is told of it
     * @param phase what the tree does
     */
    record State(Pid root, Observer observer, Phase phase) {

        State in(Phase next) {
            return new State(this.root, this.observer, next);
        }
    }

    /** What the tree does. */
    enum Phase {
        /** Its children are being started. */
        STARTING,
        /** It runs. */
        RUNNING,
        /** It was told to stop. */
        STOPPING
    }

    /** Who is told. Called on the keeper's thread. */
    interface Observer {

        /** The tree runs. */
        void started();

        /**
         * The tree did not start; nothing of it is left.
         *
         * @param reason why
         */
        void failed(ExitReason reason);

        /**
         * The root has ended unasked.
         *
         * @param reason why
         */
        void gaveUp(ExitReason reason);
    }
}
