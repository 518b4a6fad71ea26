package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CastTests extends ProcessFixture {

    private record Note(int number) implements Request<Integer> {}

    private static final GenServer<None, List<Integer>> SCRIBE = GenServer.<None, List<Integer>>starting(
                    (none, self) -> Init.ok(new ArrayList<>()))
            .call(Note.class, (note, call, seen) -> {
                seen.add(note.number());
                return call.reply(note.number(), seen);
            })
            .cast(Integer.class, (number, self, seen) -> {
                seen.add(number);
                return self.next(seen);
            })
            .info(Integer.class, (number, self, seen) -> {
                seen.add(number);
                return self.next(seen);
            })
            .build();

    @Test
    void aCastToNobodyIsDroppedAndCounted() { // G40
        Puppet dead = puppet();
        this.system.stop(dead.pid());
        dead.ref().cast("one");
        dead.ref().send("two");
        this.system.ref("nobody").cast("three");
        this.system.ref("nobody").send("four");
        assertThat(this.system.statistics().deadLetters()).isEqualTo(4);
        assertThat(this.log.events()).isEmpty();
    }

    @Test
    void nullIsNoMessage() {
        Puppet puppet = puppet();
        assertThatNullPointerException().isThrownBy(() -> puppet.ref().cast(null));
        assertThatNullPointerException().isThrownBy(() -> puppet.ref().send(null));
    }

    @Test
    @SuppressWarnings("unchecked")
    void whatOneSenderSendsArrivesInItsOrder() { // G41, P01
        ProcessRef ref = this.system.ref(this.system.start(SCRIBE));
        for (int i = 0; i < 300; i++) {
            switch (i % 3) {
                case 0 -> ref.cast(i);
                case 1 -> ref.send(i);
                default -> ref.call(new Note(i));
            }
        }
        List<Integer> seen = (List<Integer>) ref.call(new GetState());
        assertThat(seen).hasSize(300).isSorted();
    }

    @Test
    void aCallWithoutHandlerCrashesTheServer() { // G42
        Pid pid = this.system.start(GenServer.with(0).build());
        CompletableFuture<ExitReason> death = watch(pid);
        CompletableFuture<Integer> call = this.system.ref(pid).ask(new Note(1)).toCompletableFuture();
        assertThat(get(death)).isInstanceOfSatisfying(ExitReason.Crash.class, crash -> assertThat(crash.cause())
                .isInstanceOf(UnhandledMessageException.class)
                .hasMessageContaining("for the call " + Note.class.getName())
                .hasMessageContaining("handleCall"));
        assertThat(failure(call)).get().isInstanceOf(ProcessExitedException.class);
    }

    @Test
    void aCastWithoutHandlerCrashesTheServer() { // G42
        Pid pid = this.system.start(GenServer.with(0).build());
        CompletableFuture<ExitReason> death = watch(pid);
        this.system.ref(pid).cast("what?");
        assertThat(get(death)).isInstanceOfSatisfying(ExitReason.Crash.class, crash -> assertThat(crash.cause())
                .isInstanceOf(UnhandledMessageException.class)
                .hasMessageContaining("handleCast"));
    }

    @Test
    void anInfoWithoutHandlerIsLoggedAndTheServerGoesOn() { // G42
        Pid pid = this.system.start(GenServer.with(3).build(), None.NONE, StartOptions.named("plain"));
        this.system.ref(pid).send("what?");
        assertThat(this.system.ref(pid).call(new GetState())).isEqualTo(3);
        assertThat(this.log.errors()).singleElement().asString().contains("plain", "what?", "dropped");
    }

    @Test
    void anUnhandledInfoWhoseToStringThrowsIsLoggedAllTheSame() { // G42
        Pid pid = this.system.start(GenServer.with(3).build());
        this.system.ref(pid).send(new Object() {
            @Override
            public String toString() {
                throw BOOM;
            }
        });
        assertThat(this.system.ref(pid).call(new GetState())).isEqualTo(3);
        assertThat(this.log.errors()).singleElement().asString().contains("toString failed");
    }

    @Test
    void moreMessagesThanTheThroughputAreAllHandled() {
        Puppet puppet = puppet();
        puppet.starts(self -> {
            for (int i = 0; i < 1000; i++) {
                puppet.ref().send(i);
            }
        });
        settle();
        assertThat(puppet.got()).hasSize(1000);
    }
}
