package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ListenerTests extends ProcessFixture {

    private final List<ProcessEvent> events = new CopyOnWriteArrayList<>();

    private final AtomicReference<ProcessListener> more = new AtomicReference<>(event -> {});

    @Override
    ProcessSystemBuilder configure(ProcessSystemBuilder builder) {
        return builder.listener(event -> {
                    throw new AssertionError("a bad listener");
                })
                .listener(this.events::add)
                .listener(event -> this.more.get().onEvent(event));
    }

    @Test
    void aListenerHearsOfStartAndStop() {
        Puppet puppet = puppet("name");
        this.system.stop(puppet.pid());
        assertThat(this.events)
                .containsExactly(
                        new ProcessEvent.Started(puppet.pid(), "name"),
                        new ProcessEvent.Stopped(puppet.pid(), "name", ExitReason.normal()));
    }

    @Test
    void aListenerHearsOfDroppedMessagesAndLateReplies() {
        Puppet server = puppet();
        this.system.ref("nobody").cast("lost");
        CompletableFuture<String> call = server.ref().ask(new Puppet.Hold("x")).toCompletableFuture();
        settle();
        server.held().get(0).reply("one");
        server.held().get(0).reply("two");
        assertThat(get(call)).isEqualTo("one");
        assertThat(this.events)
                .contains(new ProcessEvent.Dropped("nobody", "lost"), new ProcessEvent.LateReply(server.pid()));
    }

    @Test
    void whatAListenerThrowsIsLoggedAndIgnored() {
        puppet();
        settle();
        assertThat(this.log.errors()).isNotEmpty().allSatisfy(text -> assertThat(text)
                .startsWith("A process listener failed on Started"));
    }

    @Test
    void aListenerIsNotTheProcessOnWhoseThreadItRuns() {
        Puppet journal = puppet("journal");
        Puppet dying = puppet();
        List<Object> current = Collections.synchronizedList(new ArrayList<>());
        this.more.set(event -> {
            if (event instanceof ProcessEvent.Stopped stopped && stopped.pid() == dying.pid()) {
                current.add(String.valueOf(Threads.current()));
                this.system.ref("journal").cast(stopped);
            }
        });
        dying.starts(self -> {
            throw self.exit(CUSTOM);
        });
        dying.death();
        settle();
        assertThat(journal.got()).containsExactly(new ProcessEvent.Stopped(dying.pid(), null, CUSTOM));
        assertThat(current).containsExactly("null");
    }

    @Test
    void anEventOfASupervisorIsPassedOn() {
        Puppet puppet = puppet();
        ProcessEvent event = new ProcessEvent.GaveUp(puppet.pid(), "path", "child", CUSTOM);
        this.system.publish(event);
        assertThat(this.events).contains(event);
    }

    @Test
    void theFiguresOfAProcessAreSeenFromOutside() {
        Puppet puppet = puppet("name");
        puppet.does(self -> {});
        Puppet gate = puppet();
        puppet.starts(self -> {
            self.trapExits(true);
            gate.ref().call(new Puppet.Hold("1"));
        });
        puppet.starts(self -> gate.ref().call(new Puppet.Hold("2")));
        settle();
        for (int i = 0; i < 4; i++) {
            puppet.ref().cast(i);
        }
        ProcessInfo info = this.system.info(puppet.pid()).orElseThrow();
        assertThat(info.name()).isEqualTo("name");
        assertThat(info.server()).isEqualTo("Puppet");
        assertThat(info.status()).isEqualTo(ProcessInfo.Status.RUNNING);
        assertThat(info.queueLength()).isEqualTo(5);
        assertThat(info.handled()).isEqualTo(1);
        assertThat(info.startedAt()).isEqualTo(this.clock.instant());
        // A signal empties the mailbox into the inner queue: those messages still wait.
        this.system.exit(puppet.pid(), CUSTOM);
        gate.held().get(0).reply("go");
        settle();
        assertThat(this.system.info(puppet.pid()).orElseThrow().queueLength()).isEqualTo(5);
        gate.held().get(1).reply("go");
        settle();
        assertThat(this.system.info(puppet.pid()).orElseThrow().queueLength()).isZero();
        this.system.stop(puppet.pid());
        assertThat(this.system.info(puppet.pid())).isEmpty();
    }

    @Test
    void theFiguresOfTheSystemAddUp() {
        Puppet puppet = puppet("name");
        this.system.stop(puppet().pid());
        settle();
        Statistics now = this.system.statistics();
        assertThat(now.alive()).isEqualTo(1);
        assertThat(now.started()).isEqualTo(2);
        assertThat(now.names()).isEqualTo(1);
        assertThat(this.system.isAlive(puppet.pid())).isTrue();
    }
}
