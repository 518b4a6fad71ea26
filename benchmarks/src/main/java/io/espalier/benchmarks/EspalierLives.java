package io.espalier.benchmarks;

import io.espalier.process.Dispatcher;
import io.espalier.process.ExitReason;
import io.espalier.process.GenServer;
import io.espalier.process.Init;
import io.espalier.process.None;
import io.espalier.process.Pid;
import io.espalier.process.ProcessSystem;
import io.espalier.process.StartOptions;
import io.espalier.supervisor.ChildSpec;
import io.espalier.supervisor.DynamicSupervisor;
import io.espalier.supervisor.DynamicSupervisorSpec;
import io.espalier.supervisor.Restart;

/**
 * Starts and stops Espalier's processes.
 *
 * @param system where
 * @param dispatcher the place of those that never wait
 * @param options the same, for a start without a supervisor
 */
record EspalierLives(ProcessSystem system, Dispatcher dispatcher, StartOptions options) {

    EspalierLives(ProcessSystem system, Dispatcher dispatcher) {
        this(system, dispatcher, StartOptions.defaults().dispatcher(dispatcher));
    }

    private static final GenServer<None, None> MORTAL =
            GenServer.with(None.NONE).build();

    Runnable wave(int size) {
        Tally tally = new Tally();
        GenServer<Tally, Tally> mortal = GenServer.<Tally, Tally>starting((argument, self) -> Init.ok(argument))
                .cast(Peer.Pong.class, (stop, self, state) -> self.stop(ExitReason.normal(), state))
                .onTerminate((reason, state) -> state.more())
                .build();
        return () -> {
            tally.expect(size);
            for (int i = 0; i < size; i++) {
                Pid pid = this.system.startAsync(mortal, tally, this.options);
                this.system.ref(pid).cast(Peer.Pong.PONG);
            }
            tally.await();
        };
    }

    Runnable lifetime() {
        return () -> this.system.stop(this.system.start(MORTAL, None.NONE, this.options));
    }

    Runnable supervisedLifetime() {
        Pid pid = this.system.start(DynamicSupervisor.server(), DynamicSupervisorSpec.defaults(), this.options);
        DynamicSupervisor supervisor = DynamicSupervisor.at(this.system.ref(pid));
        ChildSpec<None> child =
                ChildSpec.of("mortal", MORTAL).restart(Restart.TEMPORARY).dispatcher(this.dispatcher);
        return () -> supervisor.terminate(supervisor.start(child));
    }
}
