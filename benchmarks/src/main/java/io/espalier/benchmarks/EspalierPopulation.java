package io.espalier.benchmarks;

import io.espalier.process.GenServer;
import io.espalier.process.GenServerBuilder;
import io.espalier.process.Init;
import io.espalier.process.None;
import io.espalier.process.Pid;
import io.espalier.process.ProcessSystem;
import io.espalier.process.StartOptions;
import io.espalier.supervisor.DynamicSupervisor;
import io.espalier.supervisor.DynamicSupervisorSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Idle processes of Espalier.
 *
 * @param system where
 * @param options how to start them
 */
record EspalierPopulation(ProcessSystem system, StartOptions options) {

    List<Pid> start(Population kind, int count) {
        Tally tally = new Tally();
        tally.expect(count);
        List<Pid> all = new ArrayList<>(count);
        GenServer<None, None> server = server(kind, tally);
        DynamicSupervisor supervisor = supervisor();
        for (int i = 0; i < count; i++) {
            all.add(
                    switch (kind) {
                        case PLAIN, IDLE_TIMEOUT -> this.system.startAsync(server, None.NONE, this.options);
                        case NAMED -> this.system.startAsync(server, None.NONE, this.options.name("process-" + i));
                        case SUPERVISED -> supervisor.start(server, None.NONE);
                    });
        }
        tally.await();
        return all;
    }

    private DynamicSupervisor supervisor() {
        Pid pid = this.system.start(DynamicSupervisor.server(), DynamicSupervisorSpec.defaults(), this.options);
        return DynamicSupervisor.at(this.system.ref(pid));
    }

    private static GenServer<None, None> server(Population kind, Tally tally) {
        GenServerBuilder.OnInit<None, None> init = (none, self) -> {
            tally.more();
            Init.Ok<None> ok = Init.ok(none);
            return (kind == Population.IDLE_TIMEOUT) ? ok.timeout(Duration.ofHours(1)) : ok;
        };
        return GenServer.starting(init).build();
    }
}
