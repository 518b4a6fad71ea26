package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LinkTests extends ProcessFixture {

    @Test
    void aLinkWorksInBothDirections() { // P02, P03
        for (boolean first : List.of(true, false)) {
            Puppet a = puppet();
            Puppet b = puppet();
            a.does(self -> self.link(b.pid()));
            Puppet dying = first ? a : b;
            Puppet other = first ? b : a;
            this.system.exit(dying.pid(), CUSTOM);
            assertThat(other.death()).isEqualTo(CUSTOM);
            assertThat(other.terminated).isNull();
        }
    }

    @Test
    void thereIsAtMostOneLinkForEachPair() { // P02
        Puppet a = trapping();
        Puppet b = puppet();
        a.does(self -> {
            self.link(b.pid());
            self.link(b.pid());
        });
        b.does(self -> self.link(a.pid()));
        settle();
        a.does(self -> self.unlink(b.pid()));
        settle();
        this.system.exit(b.pid(), CUSTOM);
        assertThat(b.death()).isEqualTo(CUSTOM);
        settle();
        assertThat(a.got()).isEmpty();
    }

    @Test
    void aLinkToSelfDoesNothing() { // P02
        Puppet a = trapping();
        a.does(self -> self.link(self.pid()));
        assertThat(alive(a)).isTrue();
        assertThat(a.got()).isEmpty();
    }

    @Test
    void aLoudDeathPropagatesThroughAChain() { // P03
        Puppet a = puppet();
        Puppet b = puppet();
        Puppet c = puppet();
        a.does(self -> self.link(b.pid()));
        b.does(self -> self.link(c.pid()));
        settle();
        a.starts(self -> {
            throw BOOM;
        });
        assertThat(c.death()).isEqualTo(CRASH);
        assertThat(b.death()).isEqualTo(CRASH);
    }

    @Test
    void aShutdownPropagatesAndANormalDeathDoesNot() { // P03
        Puppet a = puppet();
        Puppet b = puppet();
        Puppet c = puppet();
        a.does(self -> {
            self.link(b.pid());
            self.link(c.pid());
        });
        settle();
        this.system.stop(b.pid());
        assertThat(alive(a)).isTrue();
        this.system.stop(c.pid(), ExitReason.shutdown(), ProcessRef.DEFAULT_TIMEOUT);
        assertThat(a.death()).isEqualTo(ExitReason.shutdown());
    }

    @Test
    void whoTrapsExitsGetsAMessageForEveryReason() { // P04
        for (ExitReason reason : List.of(ExitReason.normal(), ExitReason.shutdown(), CUSTOM, CRASH)) {
            Puppet a = trapping();
            Puppet b = puppet();
            a.does(self -> self.link(b.pid()));
            b.starts(self -> {
                throw self.exit(reason);
            });
            b.death();
            settle();
            assertThat(a.got()).containsExactly(new Exit(b.pid(), reason));
        }
    }

    @Test
    void aLinkToADeadProcessIsAnExitSignal() { // P05
        Puppet dead = puppet();
        this.system.stop(dead.pid());
        Puppet trapping = trapping();
        trapping.does(self -> self.link(dead.pid()));
        settle();
        assertThat(trapping.got()).containsExactly(new Exit(dead.pid(), ExitReason.noProcess()));
        Puppet plain = puppet();
        plain.starts(self -> self.link(dead.pid()));
        assertThat(plain.death()).isEqualTo(ExitReason.noProcess());
    }

    @Test
    void afterUnlinkNoExitComes() { // P06
        Puppet a = trapping();
        Puppet b = puppet();
        a.does(self -> self.link(b.pid()));
        settle();
        a.does(self -> self.unlink(b.pid()));
        this.system.kill(b.pid());
        b.death();
        settle();
        assertThat(a.got()).isEmpty();
    }

    @Test
    void theOtherSideMayUnlinkAsWell() { // P06
        Puppet a = trapping();
        Puppet b = puppet();
        a.does(self -> self.link(b.pid()));
        b.does(self -> self.unlink(a.pid()));
        settle();
        this.system.kill(b.pid());
        b.death();
        settle();
        assertThat(a.got()).isEmpty();
    }

    @Test
    void anExitThatIsAlreadyAMessageSurvivesUnlink() { // P06
        Puppet a = trapping();
        Puppet b = puppet();
        Puppet gate = puppet();
        a.does(self -> self.link(b.pid()));
        a.starts(self -> gate.ref().call(new Puppet.Hold("1")));
        a.starts(self -> {
            gate.ref().call(new Puppet.Hold("2"));
            self.unlink(b.pid());
        });
        settle();
        this.system.exit(b.pid(), CUSTOM);
        b.death();
        settle();
        gate.held().get(0).reply("go");
        settle();
        gate.held().get(1).reply("go");
        settle();
        assertThat(a.got()).containsExactly(new Exit(b.pid(), CUSTOM));
    }

    @Test
    void unlinkFromAStrangerDoesNothing() {
        Puppet a = puppet();
        Puppet b = puppet();
        a.does(self -> self.unlink(b.pid()));
        assertThat(alive(a)).isTrue();
        assertThat(alive(b)).isTrue();
    }

    @Test
    void aLinkThatCrossesALinkOfTheOtherSideCanBeMadeAgain() { // P02
        Puppet a = trapping();
        Puppet b = puppet();
        Puppet gate = puppet();
        // Both link each other at once; a unlinks before it has seen b's link, and links again after it.
        a.starts(self -> {
            self.link(b.pid());
            gate.ref().call(new Puppet.Hold("a"));
            self.unlink(b.pid());
        });
        settle();
        b.does(self -> self.link(a.pid()));
        gate.held().get(0).reply("go");
        settle();
        a.does(self -> self.link(b.pid()));
        settle();
        this.system.exit(b.pid(), CUSTOM);
        b.death();
        settle();
        assertThat(a.got()).containsExactly(new Exit(b.pid(), CUSTOM));
    }

    @Test
    void aLinkThatIsSetWhileTheOtherDiesToldTheReason() {
        Puppet a = trapping();
        Puppet b = puppet();
        Puppet gate = puppet();
        b.starts(self -> {
            gate.ref().call(new Puppet.Hold("x"));
            throw BOOM;
        });
        settle();
        a.does(self -> self.link(b.pid()));
        gate.held().get(0).reply("go");
        b.death();
        settle();
        assertThat(a.got()).containsExactly(new Exit(b.pid(), CRASH));
    }

    @Test
    void aLinkThatCrossesAnUnlinkLeavesBothSidesOfOneMind() { // P02, P06
        Puppet a = trapping();
        Puppet b = puppet();
        CountDownLatch linked = new CountDownLatch(1);
        a.starts(self -> {
            linked.await();
            self.link(b.pid());
            self.unlink(b.pid());
        });
        b.does(self -> self.link(a.pid()));
        linked.countDown();
        settle();
        a.does(self -> self.link(b.pid()));
        settle();
        b.starts(self -> {
            throw BOOM;
        });
        b.death();
        settle();
        assertThat(exits(a)).containsExactly(new Exit(b.pid(), CRASH));
    }
}
