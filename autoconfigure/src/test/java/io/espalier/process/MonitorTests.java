package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MonitorTests extends ProcessFixture {

    private static List<Object> downs(Puppet puppet) {
        return puppet.got().stream().filter(Down.class::isInstance).toList();
    }

    @Test
    void aMonitorWorksInOneDirection() { // P11
        Puppet watcher = puppet();
        Puppet watched = puppet();
        watcher.does(self -> self.monitor(watched.pid()));
        this.system.exit(watcher.pid(), CUSTOM);
        watcher.death();
        assertThat(alive(watched)).isTrue();
    }

    @Test
    void eachMonitorYieldsOneDown() { // P11, G52
        for (ExitReason reason : List.of(ExitReason.normal(), ExitReason.shutdown("x"), CUSTOM, CRASH)) {
            Puppet watcher = puppet();
            Puppet watched = puppet();
            MonitorRef first = watcher.gets(self -> self.monitor(watched.pid()));
            MonitorRef second = watcher.gets(self -> self.monitor(watched.pid()));
            watched.starts(self -> {
                throw self.exit(reason);
            });
            watched.death();
            settle();
            assertThat(watcher.got())
                    .containsExactlyInAnyOrder(
                            new Down(first, watched.pid(), null, reason),
                            new Down(second, watched.pid(), null, reason));
        }
    }

    @Test
    void aMonitorOfADeadProcessYieldsADownAtOnce() { // P11
        Puppet watcher = puppet();
        Puppet dead = puppet();
        this.system.stop(dead.pid());
        MonitorRef monitor = watcher.gets(self -> self.monitor(dead.pid()));
        MonitorRef nobody = watcher.gets(self -> self.monitor(this.system.ref("nobody")));
        settle();
        assertThat(watcher.got())
                .containsExactly(
                        new Down(monitor, dead.pid(), null, ExitReason.noProcess()),
                        new Down(nobody, null, "nobody", ExitReason.noProcess()));
    }

    @Test
    void aMonitorOfSelfDoesNothing() { // P11
        Puppet puppet = puppet();
        puppet.does(self -> self.monitor(self.pid()));
        settle();
        assertThat(puppet.got()).isEmpty();
    }

    @Test
    void aMonitorByNameYieldsTheNameAndThePid() { // P12
        Puppet watcher = puppet();
        Puppet watched = puppet("name");
        MonitorRef monitor = watcher.gets(self -> self.monitor(this.system.ref("name")));
        this.system.stop(watched.pid());
        settle();
        assertThat(watcher.got()).containsExactly(new Down(monitor, watched.pid(), "name", ExitReason.normal()));
    }

    @Test
    void afterDemonitorNoDownComes() { // P13
        Puppet watcher = puppet();
        Puppet watched = puppet();
        MonitorRef monitor = watcher.gets(self -> self.monitor(watched.pid()));
        assertThat(watcher.shows(self -> self.demonitor(monitor))).isEqualTo(true);
        assertThat(watcher.shows(self -> self.demonitor(monitor))).isEqualTo(false);
        this.system.stop(watched.pid());
        settle();
        assertThat(watcher.got()).isEmpty();
    }

    @Test
    void demonitorBeforeTheDownIsHandledTakesItOutOfTheMailbox() { // P13
        for (boolean flush : List.of(true, false)) {
            Puppet watcher = puppet();
            Puppet watched = puppet();
            MonitorRef monitor = watcher.gets(self -> self.monitor(watched.pid()));
            Puppet gate = puppet();
            watcher.starts(self -> {
                gate.ref().call(new Puppet.Hold("x"));
                assertThat(flush ? self.demonitorFlush(monitor) : self.demonitor(monitor))
                        .isTrue();
            });
            settle();
            this.system.stop(watched.pid());
            gate.held().get(0).reply("go");
            settle();
            assertThat(downs(watcher)).isEmpty();
            assertThat(alive(watcher)).isTrue();
        }
    }

    @Test
    void onlyFlushTakesBackADownThatIsAMessage() { // P13
        for (boolean flush : List.of(true, false)) {
            Puppet watcher = trapping();
            Puppet watched = puppet();
            Puppet gate = puppet();
            MonitorRef monitor = watcher.gets(self -> self.monitor(watched.pid()));
            watcher.starts(self -> gate.ref().call(new Puppet.Hold("1")));
            watcher.starts(self -> {
                gate.ref().call(new Puppet.Hold("2"));
                boolean active = flush ? self.demonitorFlush(monitor) : self.demonitor(monitor);
                assertThat(active).isFalse();
            });
            settle();
            this.system.stop(watched.pid());
            // An exit signal makes a message of the DOWN that waits behind the running callback.
            this.system.exit(watcher.pid(), CUSTOM);
            gate.held().get(0).reply("go");
            settle();
            gate.held().get(1).reply("go");
            settle();
            assertThat(downs(watcher)).hasSize(flush ? 0 : 1);
            assertThat(alive(watcher)).isTrue();
        }
    }

    @Test
    void aMonitorThatIsSetWhileACallbackRunsIsToldTheRealReason() { // P01, P11
        Puppet watcher = puppet();
        Puppet watched = puppet();
        Puppet gate = puppet();
        watched.starts(self -> {
            gate.ref().call(new Puppet.Hold("x"));
            throw BOOM;
        });
        settle();
        MonitorRef monitor = watcher.gets(self -> self.monitor(watched.pid()));
        CompletableFuture<ExitReason> stage = watch(watched.pid());
        gate.held().get(0).reply("go");
        assertThat(get(stage)).isEqualTo(CRASH);
        settle();
        assertThat(watcher.got()).containsExactly(new Down(monitor, watched.pid(), null, CRASH));
    }

    @Test
    void aMonitorThatIsTakenBackWhileACallbackRunsIsToldNothing() { // P13
        Puppet watcher = puppet();
        Puppet watched = puppet();
        Puppet gate = puppet();
        watched.starts(self -> {
            gate.ref().call(new Puppet.Hold("x"));
            throw BOOM;
        });
        settle();
        watcher.does(self -> self.demonitor(self.monitor(watched.pid())));
        gate.held().get(0).reply("go");
        watched.death();
        settle();
        assertThat(watcher.got()).isEmpty();
    }

    @Test
    void threadsThatAreNoProcessWatchByStage() {
        Puppet puppet = puppet();
        CompletableFuture<ExitReason> one = watch(puppet.pid());
        CompletableFuture<ExitReason> two = watch(puppet.pid());
        CompletableFuture<Boolean> inProcess = one.thenApply(reason -> Threads.current() != null);
        this.system.exit(puppet.pid(), CUSTOM);
        assertThat(get(one)).isEqualTo(CUSTOM);
        assertThat(get(two)).isEqualTo(CUSTOM);
        assertThat(get(inProcess)).isFalse();
        settle();
        assertThat(get(watch(puppet.pid()))).isEqualTo(ExitReason.noProcess());
    }

    @Test
    void aDeadWatcherIsForgottenByWhomItWatched() {
        Puppet watcher = puppet();
        Puppet watched = puppet();
        watcher.does(self -> self.monitor(watched.pid()));
        settle();
        int before = ((ProcessCell) watched.pid()).ties().watches().size();
        this.system.stop(watcher.pid());
        settle();
        watched.does(self -> {});
        assertThat(((ProcessCell) watched.pid()).ties().watches().size()).isEqualTo(before - 1);
    }
}
