package io.espalier.benchmarks;

import io.espalier.process.Dispatcher;
import io.espalier.process.GenServer;
import io.espalier.process.Init;
import io.espalier.process.None;
import io.espalier.process.ProcessRef;
import io.espalier.process.ProcessSystem;
import io.espalier.process.Self;
import io.espalier.process.StartOptions;
import io.espalier.supervisor.ChildSpec;
import io.espalier.supervisor.Supervisor;
import io.espalier.supervisor.SupervisorSpec;
import java.time.Duration;

/** A child of a supervisor of Espalier that crashes, and whose next incarnation crashes as soon as it is there. */
final class EspalierPhoenix implements Runnable {

    private final Tally tally = new Tally();

    private final int count;

    private volatile ProcessRef latest;

    EspalierPhoenix(ProcessSystem system, int count) {
        this.count = count;
        this.latest = system.ref("phoenix");
        GenServer<None, None> child = GenServer.<None, None>starting((none, self) -> rise(self))
                .cast(Peer.Pong.class, (message, self, none) -> {
                    throw new IllegalStateException("asked to crash");
                })
                .build();
        SupervisorSpec spec = SupervisorSpec.oneForOne()
                .maxRestarts(Integer.MAX_VALUE)
                .within(Duration.ofSeconds(1))
                .child(ChildSpec.of("phoenix", child).dispatcher(Dispatcher.COMPUTE));
        this.tally.expect(1);
        system.start(Supervisor.server(), spec, StartOptions.defaults().dispatcher(Dispatcher.COMPUTE));
        this.tally.await();
    }

    @Override
    public void run() {
        this.tally.expect(this.count);
        this.latest.cast(Peer.Pong.PONG);
        this.tally.await();
    }

    private Init<None> rise(Self<None> self) {
        ProcessRef me = self.system().ref(self.pid());
        this.latest = me;
        if (this.tally.more()) {
            me.cast(Peer.Pong.PONG);
        }
        return Init.ok(None.NONE);
    }
}
