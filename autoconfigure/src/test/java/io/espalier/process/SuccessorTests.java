package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A process that dies as soon as its callback returns still has its name: whoever comes next waits for it. */
class SuccessorTests extends ProcessFixture {

    private final CountDownLatch in = new CountDownLatch(1);

    private final CountDownLatch release = new CountDownLatch(1);

    /** Real time, since the callbacks here wait for the test. */
    @Override
    Clock clock() {
        return Clock.system();
    }

    private void hold(Puppet puppet) throws InterruptedException {
        puppet.starts(self -> {
            this.in.countDown();
            this.release.await();
        });
        this.in.await();
    }

    /** Starts a process of that name on a thread of its own, which waits when this returns. */
    private CompletableFuture<Pid> starting(String name) {
        CompletableFuture<Pid> started = new CompletableFuture<>();
        Thread starter = new Thread(() -> {
            try {
                started.complete(this.system.start(new Puppet(this.system), Puppet.NOTHING, StartOptions.named(name)));
            } catch (RuntimeException ex) {
                started.completeExceptionally(ex);
            }
        });
        starter.start();
        await().atMost(Duration.ofSeconds(5))
                .until(() -> starter.getState() == Thread.State.WAITING || started.isDone());
        return started;
    }

    @Test
    void aSuccessorWaitsForAHolderThatHasAnExitSignalToDieOf() throws Exception {
        Puppet holder = puppet("name");
        hold(holder);
        this.system.exit(holder.pid(), CUSTOM);
        CompletableFuture<Pid> successor = starting("name");
        assertThat(successor).isNotDone();
        assertThat(this.system.isAlive(holder.pid())).isTrue();
        this.release.countDown();
        Pid pid = get(successor);
        assertThat(this.system.whereIs("name")).contains(pid);
    }

    /** Has it stay in a callback that does not heed a kill, until it is released. */
    private void holdOut(Puppet puppet) throws InterruptedException {
        puppet.starts(self -> {
            this.in.countDown();
            boolean released = false;
            while (!released) {
                try {
                    this.release.await();
                    released = true;
                } catch (InterruptedException ex) {
                    // Not heeded.
                }
            }
        });
        this.in.await();
    }

    @Test
    void aSuccessorWaitsForAKilledHolder() throws Exception {
        Puppet holder = puppet("name");
        holdOut(holder);
        this.system.kill(holder.pid());
        CompletableFuture<ExitReason> death = watch(holder.pid());
        CompletableFuture<Pid> successor = starting("name");
        this.release.countDown();
        assertThat(get(death)).isEqualTo(ExitReason.killed());
        Pid pid = get(successor);
        assertThat(this.system.whereIs("name")).contains(pid);
    }

    @Test
    void whoWatchesAKilledProcessHearsOfItsDeathWhenItsNameIsFree() throws Exception {
        Puppet holder = puppet("name");
        holdOut(holder);
        this.system.kill(holder.pid());
        CompletableFuture<ExitReason> death = watch(holder.pid());
        assertThat(death).isNotDone();
        this.release.countDown();
        assertThat(get(death)).isEqualTo(ExitReason.killed());
        assertThat(this.system.whereIs("name")).isEmpty();
    }

    @Test
    void aChildThatDiesWithItsParentIsDoomedBeforeTheGrandparentHears() throws Exception {
        Puppet grandparent = trapping();
        Puppet parent = childOf(grandparent);
        Puppet child = new Puppet(this.system);
        child.is(parent.gets(self -> self.startLinked(child, Puppet.NOTHING, StartOptions.named("name"))));
        hold(child);
        parent.starts(self -> {
            throw BOOM;
        });
        parent.death();
        grandparent.shows(self -> "it has heard of the death");
        CompletableFuture<Pid> successor = starting("name");
        assertThat(successor).isNotDone();
        this.release.countDown();
        Pid pid = get(successor);
        assertThat(this.system.whereIs("name")).contains(pid);
        assertThat(child.death()).isEqualTo(CRASH);
    }

    @Test
    void aHolderThatSurvivesRefusesItsSuccessor() throws Exception {
        Puppet peer = puppet();
        Puppet holder = puppet("name");
        holder.does(self -> self.link(peer.pid()));
        holder.starts(self -> {
            this.in.countDown();
            this.release.await();
            self.trapExits(true);
        });
        this.in.await();
        peer.starts(self -> {
            throw BOOM;
        });
        peer.death();
        CompletableFuture<Pid> successor = starting("name");
        this.release.countDown();
        assertThat(failure(successor)).get().isInstanceOf(StartFailedException.class);
        assertThat(failure(successor).orElseThrow()).hasMessageContaining("already started");
        assertThat(this.system.whereIs("name")).contains(holder.pid());
    }

    @Test
    void successorsFollowOneAnother() throws Exception {
        Puppet holder = puppet("name");
        hold(holder);
        this.system.exit(holder.pid(), CUSTOM);
        List<CompletableFuture<Pid>> successors = List.of(starting("name"), starting("name"));
        this.release.countDown();
        Pid first = (Pid) get(CompletableFuture.anyOf(successors.get(0), successors.get(1)));
        this.system.kill(first);
        assertThat(get(successors.get(0))).isNotEqualTo(get(successors.get(1)));
    }

    @Test
    void aSuccessorMayBeStoppedWhileItWaits() throws Exception {
        Puppet holder = puppet("name");
        hold(holder);
        this.system.exit(holder.pid(), CUSTOM);
        Puppet waiting = new Puppet(this.system);
        waiting.is(this.system.startAsync(waiting, Puppet.NOTHING, StartOptions.named("name")));
        this.system.kill(waiting.pid());
        assertThat(waiting.death()).isEqualTo(ExitReason.killed());
        this.release.countDown();
        holder.death();
        assertThat(this.system.whereIs("name")).isEmpty();
    }

    @Test
    void aStartTimeoutHoldsForTheWaitToo() throws Exception {
        Puppet holder = puppet("name");
        hold(holder);
        this.system.exit(holder.pid(), CUSTOM);
        assertThatThrownBy(() -> this.system.start(
                        new Puppet(this.system),
                        Puppet.NOTHING,
                        StartOptions.named("name").timeout(Duration.ofMillis(50))))
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining("longer than 50 ms");
        this.release.countDown();
    }

    @Test
    void aLivingHolderIsNoReasonToWait() {
        Puppet holder = puppet("name");
        assertThatThrownBy(() -> puppet("name"))
                .isInstanceOf(AlreadyStartedException.class)
                .hasMessageContaining(holder.pid().toString());
    }
}
