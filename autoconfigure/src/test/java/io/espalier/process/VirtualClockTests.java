package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class VirtualClockTests extends ProcessFixture {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void timeStandsStillUntilItIsMoved() {
        long before = this.clock.nanoTime();
        Instant instant = this.clock.instant();
        this.clock.advance(Duration.ofHours(3));
        assertThat(this.clock.nanoTime() - before).isEqualTo(Duration.ofHours(3).toNanos());
        assertThat(this.clock.instant()).isEqualTo(instant.plus(Duration.ofHours(3)));
        assertThat(this.system.clock()).isSameAs(this.clock);
    }

    @Test
    void whatATimerCausesHappensBeforeTheNextOneExpires() {
        List<Object> order = Collections.synchronizedList(new ArrayList<>());
        Puppet relay = puppet();
        Pid pid = this.system.start(GenServer.with(0)
                .otherInfo((message, self, n) -> {
                    relay.does(other -> order.add(message + " relayed"));
                    order.add(message + " at " + this.clock.nanoTime() / 1_000_000);
                    return self.next(n);
                })
                .build());
        ProcessRef ref = this.system.ref(pid);
        this.system.sendAfter(Duration.ofMillis(20), ref, "two");
        this.system.sendAfter(Duration.ofMillis(10), ref, "one");
        this.clock.advance(SECOND);
        assertThat(order).containsExactly("one relayed", "one at 10", "two relayed", "two at 20");
    }

    @Test
    void aTimerThatATimerSetsExpiresInTheSameAdvance() {
        Pid pid = this.system.start(GenServer.with(0)
                .otherInfo((message, self, n) -> {
                    self.sendAfter(Duration.ofMillis(100), "tick");
                    return self.next(n + 1);
                })
                .build());
        this.system.ref(pid).send("start");
        this.clock.advance(SECOND);
        assertThat(this.system.ref(pid).call(new GetState())).isEqualTo(11);
    }

    @Test
    void timersOfTheSameTimeExpireInTheOrderInWhichTheyWereSet() {
        Puppet puppet = puppet();
        puppet.does(self -> {
            for (int i = 0; i < 50; i++) {
                self.sendAfter(SECOND, i);
            }
        });
        this.clock.advance(SECOND);
        assertThat(puppet.got())
                .hasSize(50)
                .isEqualTo(java.util.stream.IntStream.range(0, 50).boxed().toList());
    }

    @Test
    void aCallBetweenProcessesTimesOutOnVirtualTime() {
        Puppet server = puppet();
        List<Long> when = Collections.synchronizedList(new ArrayList<>());
        for (int seconds = 3; seconds > 0; seconds--) {
            int timeout = seconds;
            puppet().starts(self -> {
                try {
                    server.ref().call(new Puppet.Hold("x"), Duration.ofSeconds(timeout));
                } catch (CallTimeoutException ex) {
                    when.add(this.clock.nanoTime() / SECOND.toNanos());
                }
            });
        }
        this.clock.advance(Duration.ofSeconds(10));
        assertThat(when).containsExactly(1L, 2L, 3L);
    }

    @Test
    void settleWaitsForAskedStagesToo() {
        Puppet server = puppet();
        List<Object> done = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Boolean> added =
                server.ref().ask(new Puppet.Hold("x")).thenApply(done::add).toCompletableFuture();
        settle();
        server.held().get(0).reply("reply");
        settle();
        assertThat(done).containsExactly("reply");
        assertThat(added).isDone();
    }

    @Test
    void aZombieIsBuriedOnVirtualTime() throws Exception {
        java.util.concurrent.CountDownLatch in = new java.util.concurrent.CountDownLatch(1);
        java.util.concurrent.CountDownLatch release = new java.util.concurrent.CountDownLatch(1);
        Puppet stubborn = puppet();
        stubborn.starts(self -> {
            in.countDown();
            while (release.getCount() > 0) {
                Thread.onSpinWait();
            }
        });
        in.await();
        this.system.kill(stubborn.pid());
        assertThat(this.system.isAlive(stubborn.pid())).isTrue();
        release.countDown();
        assertThat(stubborn.death()).isEqualTo(ExitReason.killed());
        this.clock.advance(Duration.ofSeconds(5));
        assertThat(this.system.statistics().zombies()).isZero();
    }
}
