package io.espalier.supervisor;

import io.espalier.process.Call;
import io.espalier.process.CallResult;
import io.espalier.process.Down;
import io.espalier.process.Exit;
import io.espalier.process.ExitReason;
import io.espalier.process.GenServer;
import io.espalier.process.Handlers;
import io.espalier.process.Init;
import io.espalier.process.Request;
import io.espalier.process.Result;
import io.espalier.process.Self;
import io.espalier.process.StartReply;
import io.espalier.supervisor.SupervisorRequest.CountChildren;
import io.espalier.supervisor.SupervisorRequest.DeleteChild;
import io.espalier.supervisor.SupervisorRequest.GetStatus;
import io.espalier.supervisor.SupervisorRequest.RestartChild;
import io.espalier.supervisor.SupervisorRequest.StartChild;
import io.espalier.supervisor.SupervisorRequest.TerminateChild;
import io.espalier.supervisor.SupervisorRequest.WhichChildren;

/**
 * The module of supervisors. Decodes messages, hands them to the {@link Sequencer}, and ends when that has come to the end
 * of its last operation. The contract is in {@link Supervisor}.
 */
final class SupervisorServer implements GenServer<SupervisorSpec, Supervision> {

    static final SupervisorServer INSTANCE = new SupervisorServer();

    private SupervisorServer() {}

    @Override
    public Init<Supervision> init(SupervisorSpec spec, Self<Supervision> self) {
        self.trapExits(true);
        return Init.pending(new Supervision(spec, self)).thenContinue(new FirstStart());
    }

    @Override
    public Result<Supervision> handleContinue(Object message, Self<Supervision> self, Supervision state) {
        return submit((FirstStart) message, self, state);
    }

    @Override
    public void handlers(Handlers<Supervision> on) {
        on.call(
                        StartChild.class,
                        (start, call, state) -> submit(new ChildStart(start.spec(), call.from()), call, state))
                .call(
                        RestartChild.class,
                        (restart, call, state) -> submit(new ChildRestart(restart.id(), call.from()), call, state))
                .call(
                        TerminateChild.class,
                        (terminate, call, state) ->
                                submit(new ChildTermination(terminate.id(), call.from()), call, state))
                .call(
                        DeleteChild.class,
                        (delete, call, state) -> submit(new ChildDeletion(delete.id(), call.from()), call, state))
                .call(WhichChildren.class, (which, call, state) -> call.reply(state.children(which.limit()), state))
                .call(
                        CountChildren.class,
                        (count, call, state) -> call.reply(state.table().counts(), state))
                .call(GetStatus.class, (get, call, state) -> call.reply(state.status(call), state))
                .info(Operation.Due.class, (due, self, state) -> submit(due.operation(), self, state))
                .info(StartReply.class, (reply, self, state) -> {
                    state.sequencer().on(reply, self);
                    return proceed(self, state);
                })
                .info(Exit.class, (exit, self, state) -> {
                    state.sequencer().on(exit, self);
                    return proceed(self, state);
                })
                .info(Down.class, (down, self, state) -> {
                    state.sequencer().on(down);
                    return proceed(self, state);
                })
                .info(Stop.TimeOver.class, (over, self, state) -> {
                    state.sequencer().on(over, self);
                    return self.next(state);
                })
                .info(Sequencer.SlowStart.class, (slow, self, state) -> {
                    state.sequencer().on(slow);
                    return self.next(state);
                });
    }

    /** A request that a supervisor does not know fails its caller only. */
    @Override
    public CallResult<Supervision> handleCall(Request<?> request, Call<Object, Supervision> call, Supervision state) {
        return call.fail(SupervisorRequest.unknown(request), state);
    }

    /** A cast is no reason to end a tree: it is logged like any other message. */
    @Override
    public Result<Supervision> handleCast(Object message, Self<Supervision> self, Supervision state) throws Exception {
        return handleInfo(message, self, state);
    }

    @Override
    public Result<Supervision> handleStop(ExitReason reason, Self<Supervision> self, Supervision state) {
        state.end(self, reason);
        return proceed(self, state);
    }

    private static Result<Supervision> submit(Operation operation, Self<Supervision> self, Supervision state) {
        state.sequencer().submit(operation);
        return proceed(self, state);
    }

    private static Result<Supervision> proceed(Self<Supervision> self, Supervision state) {
        state.sequencer().proceed(self);
        ExitReason reason = state.endsNow();
        return (reason != null) ? self.stop(reason, state) : self.next(state);
    }
}
