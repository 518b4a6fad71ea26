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
import io.espalier.supervisor.SupervisorRequest.GetStatus;
import io.espalier.supervisor.SupervisorRequest.StartChild;
import io.espalier.supervisor.SupervisorRequest.TerminateProcess;
import io.espalier.supervisor.SupervisorRequest.WhichChildren;

/**
 * The module of dynamic supervisors. Decodes messages and hands them to the {@link DynamicSupervision}. The contract is in
 * {@link DynamicSupervisor}.
 */
final class DynamicSupervisorServer implements GenServer<DynamicSupervisorSpec, DynamicSupervision> {

    static final DynamicSupervisorServer INSTANCE = new DynamicSupervisorServer();

    private DynamicSupervisorServer() {}

    @Override
    public Init<DynamicSupervision> init(DynamicSupervisorSpec spec, Self<DynamicSupervision> self) {
        self.trapExits(true);
        return Init.ok(new DynamicSupervision(spec, self));
    }

    @Override
    public void handlers(Handlers<DynamicSupervision> on) {
        on.call(StartChild.class, (start, call, state) -> {
                    state.start(call, start.spec(), call.from());
                    return call.next(state);
                })
                .call(TerminateProcess.class, (terminate, call, state) -> {
                    state.terminate(call, terminate.pid(), call.from());
                    return call.next(state);
                })
                .call(WhichChildren.class, (which, call, state) -> call.reply(state.children(which.limit()), state))
                .call(CountChildren.class, (count, call, state) -> call.reply(state.counts(), state))
                .call(GetStatus.class, (get, call, state) -> call.reply(state.status(call), state))
                .info(StartReply.class, (reply, self, state) -> {
                    state.on(reply, self);
                    return proceed(self, state);
                })
                .info(Exit.class, (exit, self, state) -> {
                    state.on(exit, self);
                    return proceed(self, state);
                })
                .info(Down.class, (down, self, state) -> {
                    state.on(down);
                    return proceed(self, state);
                })
                .info(Stop.TimeOver.class, (over, self, state) -> {
                    state.stopping().on(over, self);
                    return self.next(state);
                })
                .info(StoppingChildren.AllTimeOver.class, (over, self, state) -> {
                    state.stopping().on(over, self);
                    return self.next(state);
                })
                .info(DynamicSupervision.RestartDue.class, (due, self, state) -> {
                    state.on(due, self);
                    return proceed(self, state);
                });
    }

    /** A request that a supervisor does not know fails its caller only. */
    @Override
    public CallResult<DynamicSupervision> handleCall(
            Request<?> request, Call<Object, DynamicSupervision> call, DynamicSupervision state) {
        return call.fail(SupervisorRequest.unknown(request), state);
    }

    /** A cast is no reason to end a tree: it is logged like any other message. */
    @Override
    public Result<DynamicSupervision> handleCast(
            Object message, Self<DynamicSupervision> self, DynamicSupervision state) throws Exception {
        return handleInfo(message, self, state);
    }

    @Override
    public Result<DynamicSupervision> handleStop(
            ExitReason reason, Self<DynamicSupervision> self, DynamicSupervision state) {
        state.end(self, reason);
        return proceed(self, state);
    }

    private static Result<DynamicSupervision> proceed(Self<DynamicSupervision> self, DynamicSupervision state) {
        ExitReason reason = state.endsNow();
        return (reason != null) ? self.stop(reason, state) : self.next(state);
    }
}
