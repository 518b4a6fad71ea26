package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Reproducers of what main gets wrong; each fails today. */
class HeldTests extends StressFixture {

    /** Deterministic: the confirmation of an earlier unlink is taken for that of a later one. */
    @Test
    void anUnlinkIsConfirmedByItsOwnConfirmationOnly() {
        Puppet a = trapping();
        Puppet b = puppet();
        Puppet gate = puppet();
        a.starts(self -> {
            self.link(b.pid());
            self.unlink(b.pid());
            self.link(b.pid());
            gate.ref().call(new Puppet.Hold("a"));
            self.unlink(b.pid());
        });
        org.awaitility.Awaitility.await().until(() -> !gate.held().isEmpty());
        b.does(self -> {});
        b.does(self -> self.link(a.pid()));
        gate.held().get(0).reply("go");
        for (int i = 0; i < 3; i++) {
            a.does(self -> {});
            b.does(self -> {});
        }
        assertThat(linked(a, b)).isEqualTo(linked(b, a));
    }

    private static boolean linked(Puppet one, Puppet other) {
        return one.gets(self -> ((ProcessCell) one.pid()).ties().links().contains((ProcessCell) other.pid()));
    }

    /** A race: a reprieve for an earlier signal takes back the doom of a later one, before that is in the mailbox. */
    @Test
    void whoHasSentADeadlySignalMayStartASuccessor() throws Exception {
        Random random = Stress.random(1);
        Random inside = Stress.random(2);
        GenServer<None, Integer> server = GenServer.with(0)
                .cast(Integer.class, (round, self, n) -> {
                    Stress.linger(inside, 400);
                    return self.next(n);
                })
                .build();
        StartOptions named = StartOptions.named("name");
        try (ProcessSystem direct = direct()) {
            AtomicReference<Pid> pid = new AtomicReference<>(direct.start(server, None.NONE, named));
            Stress.race(
                    Stress.rounds(100_000),
                    round -> {
                        for (int i = 0; i < 3; i++) {
                            direct.exit(pid.get(), ExitReason.normal());
                            direct.ref(pid.get()).cast(round);
                        }
                    },
                    round -> {
                        Stress.linger(random, 300);
                        direct.exit(pid.get(), ExitReason.shutdown());
                        try {
                            direct.startAsync(server, None.NONE, named);
                        } catch (AlreadyStartedException ex) {
                            throw new AssertionError("round " + round, ex);
                        }
                    },
                    round -> pid.set(direct.whereIs("name").orElseThrow()));
        }
    }
}
