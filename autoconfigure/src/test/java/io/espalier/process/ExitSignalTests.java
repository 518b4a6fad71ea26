package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;

class ExitSignalTests extends ProcessFixture {

    @Test
    void aTrappedExitFromAStrangerIsAMessage() { // G49
        Puppet stranger = puppet();
        Puppet puppet = trapping();
        stranger.does(self -> this.system.exit(puppet.pid(), CUSTOM));
        settle();
        assertThat(puppet.got()).containsExactly(new Exit(stranger.pid(), CUSTOM));
        assertThat(alive(puppet)).isTrue();
        assertThat(puppet.terminated).isNull();
    }

    @Test
    void aTrappedExitFromAThreadNamesTheProcessItself() {
        Puppet puppet = trapping();
        this.system.exit(puppet.pid(), CUSTOM);
        settle();
        assertThat(puppet.got()).containsExactly(new Exit(puppet.pid(), CUSTOM));
    }

    @Test
    void trappedExitsQueueInOrderWithMessages() { // G50
        Puppet puppet = trapping();
        Puppet gate = puppet();
        puppet.starts(self -> gate.ref().call(new Puppet.Hold("x")));
        settle();
        puppet.ref().cast("before");
        this.system.exit(puppet.pid(), CUSTOM);
        puppet.ref().cast("after");
        settle();
        gate.held().get(0).reply("go");
        settle();
        assertThat(puppet.got()).containsExactly("before", new Exit(puppet.pid(), CUSTOM), "after");
    }

    @Test
    void theTrappedExitOfTheParentQueuesInOrderAsWell() { // G48, G50
        Puppet parent = puppet();
        Puppet child = childOf(parent);
        Puppet gate = puppet();
        child.does(self -> self.trapExits(true));
        child.starts(self -> gate.ref().call(new Puppet.Hold("x")));
        child.ref().cast("before");
        settle();
        parent.does(self -> this.system.exit(child.pid(), ExitReason.shutdown()));
        child.ref().cast("after");
        gate.held().get(0).reply("go");
        assertThat(child.death()).isEqualTo(ExitReason.shutdown());
        assertThat(child.got()).containsExactly("before");
    }

    @Test
    void aNormalExitFromAnotherIsIgnored() { // P07
        Puppet puppet = puppet();
        this.system.exit(puppet.pid(), ExitReason.normal());
        assertThat(alive(puppet)).isTrue();
        Puppet trapping = trapping();
        this.system.exit(trapping.pid(), ExitReason.normal());
        settle();
        assertThat(trapping.got()).containsExactly(new Exit(trapping.pid(), ExitReason.normal()));
    }

    @Test
    void aNormalExitToSelfEnds() { // P07
        Puppet puppet = puppet();
        puppet.does(self -> this.system.exit(self.pid(), ExitReason.normal()));
        assertThat(puppet.death()).isEqualTo(ExitReason.normal());
    }

    @Test
    void anUntrappedExitDropsQueuedMessages() { // P10
        Puppet puppet = puppet();
        Puppet gate = puppet();
        puppet.starts(self -> gate.ref().call(new Puppet.Hold("x")));
        settle();
        puppet.ref().cast("queued");
        this.system.exit(puppet.pid(), CUSTOM);
        settle();
        assertThat(this.system.isAlive(puppet.pid())).isTrue();
        gate.held().get(0).reply("go");
        assertThat(puppet.death()).isEqualTo(CUSTOM);
        assertThat(puppet.got()).isEmpty();
        assertThat(puppet.terminated).isNull();
    }

    @Test
    void aProcessThatDiesWithTheReasonKilledIsNotTreatedAsKilled() { // P08
        Puppet puppet = trapping();
        this.system.exit(puppet.pid(), ExitReason.killed());
        settle();
        assertThat(puppet.got()).containsExactly(new Exit(puppet.pid(), ExitReason.killed()));
    }

    @Test
    void trapExitsReturnsWhatItWas() { // P17
        Puppet puppet = puppet();
        assertThat(puppet.shows(self -> self.trapExits(true))).isEqualTo(false);
        assertThat(puppet.shows(self -> self.trapExits(true))).isEqualTo(true);
        assertThat(puppet.shows(self -> self.trapExits(false))).isEqualTo(true);
        this.system.exit(puppet.pid(), CUSTOM);
        assertThat(puppet.death()).isEqualTo(CUSTOM);
    }

    @Test
    void whatADyingProcessSentComesBeforeItsExit() { // P01
        Puppet watcher = trapping();
        Puppet dying = puppet();
        watcher.does(self -> {
            self.link(dying.pid());
            self.monitor(dying.pid());
        });
        dying.onTerminate = () -> watcher.ref().send("last words");
        dying.starts(self -> {
            for (int i = 0; i < 100; i++) {
                watcher.ref().send(i);
            }
            throw BOOM;
        });
        dying.death();
        settle();
        assertThat(watcher.got()).hasSize(103);
        assertThat(watcher.got().get(99)).isEqualTo(99);
        assertThat(watcher.got().get(100)).isEqualTo("last words");
        assertThat(watcher.got().subList(101, 103))
                .hasAtLeastOneElementOfType(Exit.class)
                .hasAtLeastOneElementOfType(Down.class);
    }

    @Test
    void anExitSignalToTheDeadIsIgnored() {
        Puppet dead = puppet();
        this.system.stop(dead.pid());
        this.system.exit(dead.pid(), CUSTOM);
        this.system.kill(dead.pid());
        assertThat(alive(dead)).isFalse();
    }

    @Test
    void anExitSignalWithoutReasonIsRefusedInTheSender() {
        Puppet puppet = puppet();
        assertThatNullPointerException().isThrownBy(() -> this.system.exit(puppet.pid(), null));
        assertThat(alive(puppet)).isTrue();
    }
}
