package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SystemCloseTests extends ProcessFixture {

    private static final Duration GRACE = Duration.ofMillis(200);

    @Override
    Clock clock() {
        return Clock.system();
    }

    @Override
    void settle() {}

    @Override
    ProcessSystemBuilder configure(ProcessSystemBuilder builder) {
        return builder.killGrace(GRACE);
    }

    @Test
    void closeStopsWhatIsLeftInOrder() {
        List<Puppet> puppets = List.of(puppet("a"), puppet("b"), trapping());
        this.system.close();
        assertThat(puppets).allSatisfy(puppet -> {
            assertThat(puppet.death()).isEqualTo(ExitReason.shutdown());
            assertThat(puppet.terminated).isEqualTo(ExitReason.shutdown());
        });
        assertThat(this.system.statistics().alive()).isZero();
        assertThat(this.log.events()).isEmpty();
        this.system.close();
    }

    @Test
    void closeTakesAWholeTree() {
        Puppet root = trapping();
        Puppet child = childOf(root);
        Puppet grandchild = childOf(child);
        this.system.close();
        assertThat(root.death()).isEqualTo(ExitReason.shutdown());
        assertThat(child.death()).isEqualTo(ExitReason.shutdown());
        assertThat(grandchild.death()).isEqualTo(ExitReason.shutdown());
    }

    @Test
    void closeTakesChildrenThatHaveOutlivedTheirParent() {
        Puppet parent = puppet();
        Puppet orphan = childOf(parent);
        Puppet unlinked = childOf(parent);
        unlinked.does(self -> self.unlink(parent.pid()));
        this.system.stop(parent.pid());
        assertThat(orphan.shows(self -> "alive")).isEqualTo("alive");
        this.system.close();
        assertThat(orphan.death()).isEqualTo(ExitReason.shutdown());
        assertThat(unlinked.death()).isEqualTo(ExitReason.shutdown());
    }

    @Test
    void closeKillsWhatDoesNotHeed() {
        Pid stubborn = this.system.start(
                GenServer.with(0).onStop((reason, self, n) -> self.next(n)).build());
        CompletableFuture<ExitReason> death = watch(stubborn);
        this.system.close();
        assertThat(get(death)).isEqualTo(ExitReason.killed());
        assertThat(this.log.warnings()).singleElement().asString().contains("Killing process");
    }

    @Test
    void closeBuriesACallbackThatRunsOn() throws Exception {
        CountDownLatch in = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Puppet stubborn = puppet();
        CompletableFuture<String> pending =
                stubborn.ref().ask(new Puppet.Hold("x")).toCompletableFuture();
        stubborn.starts(self -> {
            in.countDown();
            while (release.getCount() > 0) {
                Thread.onSpinWait();
            }
        });
        in.await();
        // Killed already: close must not take it for dead.
        this.system.kill(stubborn.pid());
        this.system.close();
        assertThat(this.system.statistics().alive()).isZero();
        assertThat(failure(pending)).get().isInstanceOf(ProcessExitedException.class);
        release.countDown();
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> this.system.statistics().zombies() == 0);
    }

    @Test
    void closeFromInsideAProcessEndsItToo() {
        Puppet puppet = puppet();
        Puppet other = puppet();
        puppet.starts(self -> this.system.close());
        assertThat(other.death()).isEqualTo(ExitReason.shutdown());
        assertThat(puppet.death()).isIn(ExitReason.killed(), ExitReason.shutdown());
    }

    @Test
    void aClosedSystemStartsNothing() {
        this.system.close();
        assertThatExceptionOfType(StartFailedException.class)
                .isThrownBy(this::puppet)
                .withMessageContaining("closed");
        assertThatExceptionOfType(TreeDownException.class)
                .isThrownBy(() -> this.system.ref("x").call(new GetState()))
                .withMessageContaining("closed");
    }

    @Test
    void aFallenTreeIsNamedInEveryFailure() {
        Puppet dead = puppet();
        this.system.stop(dead.pid());
        this.system.markDown(CRASH);
        assertThat(this.system.downCause()).isEqualTo(CRASH);
        assertThatExceptionOfType(TreeDownException.class)
                .isThrownBy(() -> dead.gets(self -> 1))
                .withCause(BOOM)
                .satisfies(ex -> assertThat(ex.reason()).isEqualTo(CRASH));
    }

    @Test
    void noProcessThatStartsWhileTheSystemClosesIsLeft() throws Exception {
        for (int round = 0; round < Stress.rounds(20); round++) {
            ProcessSystem other =
                    ProcessSystem.builder().threads(this.mode).killGrace(GRACE).build();
            CountDownLatch started = new CountDownLatch(1);
            Thread starter = Stress.thread(() -> {
                try {
                    while (true) {
                        other.startAsync(GenServer.with(0).build(), None.NONE, StartOptions.defaults());
                        started.countDown();
                    }
                } catch (StartFailedException ex) {
                    // Closed.
                }
            });
            started.await();
            other.close();
            starter.join();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> other.statistics().alive() == 0);
            Stress.check();
        }
    }

    @Test
    void allThreadsEnd() {
        Puppet compute = puppet(StartOptions.defaults().dispatcher(Dispatcher.COMPUTE));
        Puppet blocking = puppet();
        AtomicThreads threads = new AtomicThreads(
                compute.gets(self -> Thread.currentThread()), blocking.gets(self -> Thread.currentThread()));
        this.system.close();
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> !threads.first().isAlive() && !threads.second().isAlive());
    }

    private record AtomicThreads(Thread first, Thread second) {}
}
