package io.espalier.supervisor;

import io.espalier.process.Pid;
import io.espalier.process.Self;
import java.util.List;

/**
 * Something that a supervisor does with its children, one at a time: it stops some, one after the other, then starts some,
 * one after the other. The {@link Sequencer} takes the steps, and tells the operation what came of each.
 */
interface Operation {

    /**
     * The operation's turn has come. What there is to do is decided here, so that it sees what the ones before it have done.
     *
     * @param supervision the supervisor's state
     * @param self the supervisor
     * @return whom to stop and to start
     */
    Plan begin(Supervision supervision, Self<?> self);

    /**
     * A child of the plan is down. Told of those as well that were not up.
     *
     * @param supervision the supervisor's state
     * @param child the child
     */
    default void stopped(Supervision supervision, ChildEntry child) {}

    /**
     * A child of the plan runs.
     *
     * @param supervision the supervisor's state
     * @param self the supervisor
     * @param child the child
     * @param pid its pid
     */
    default void started(Supervision supervision, Self<?> self, ChildEntry child, Pid pid) {}

    /**
     * The init of a child of the plan has ignored the start.
     *
     * @param supervision the supervisor's state
     * @param child the child
     */
    default void ignored(Supervision supervision, ChildEntry child) {}

    /**
     * A child of the plan did not start.
     *
     * @param supervision the supervisor's state
     * @param self the supervisor
     * @param child the child
     * @param failure why
     * @return what to do in place of the rest of the plan
     */
    default Plan failed(Supervision supervision, Self<?> self, ChildEntry child, StartFailure failure) {
        return Plan.NOTHING;
    }

    /**
     * The plan is done.
     *
     * @param supervision the supervisor's state
     * @param self the supervisor
     */
    default void done(Supervision supervision, Self<?> self) {}

    /** The supervisor ends; neither the rest of the plan nor {@link #done} follows. */
    default void abandoned() {}

    /**
     * Whom to stop, and then whom to start.
     *
     * @param stop in the order of their stops
     * @param start in the order of their starts
     */
    record Plan(List<ChildEntry> stop, List<ChildEntry> start) {

        static final Plan NOTHING = new Plan(List.of(), List.of());

        static Plan toStop(List<ChildEntry> children) {
            return new Plan(children, List.of());
        }

        static Plan toStart(List<ChildEntry> children) {
            return new Plan(List.of(), children);
        }
    }

    /**
     * The message that an operation is due.
     *
     * @param operation the operation
     */
    record Due(Operation operation) {

        /** Shows nothing of children, whose arguments may hold secrets. */
        @Override
        public String toString() {
            return "Due[" + this.operation.getClass().getSimpleName() + "]";
        }
    }
}
