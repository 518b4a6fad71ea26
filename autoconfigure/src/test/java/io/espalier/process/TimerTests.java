package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimerTests extends ProcessFixture {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void aTimerSendsAnInfoWhenItsTimeHasCome() { // P14
        Puppet puppet = puppet();
        puppet.does(self -> self.sendAfter(SECOND, "ring"));
        this.clock.advance(Duration.ofMillis(999));
        assertThat(puppet.got()).isEmpty();
        assertThat(this.system.statistics().timers()).isEqualTo(1);
        this.clock.advance(Duration.ofMillis(1));
        assertThat(puppet.got()).containsExactly("ring");
        assertThat(this.system.statistics().timers()).isZero();
    }

    @Test
    void cancelSaysHowMuchWasLeft() { // P14
        Puppet puppet = puppet();
        TimerRef timer = puppet.gets(self -> self.sendAfter(SECOND, "ring"));
        this.clock.advance(Duration.ofMillis(300));
        assertThat(timer.remaining()).contains(Duration.ofMillis(700));
        assertThat(timer.cancel()).contains(Duration.ofMillis(700));
        assertThat(timer.cancel()).isEmpty();
        assertThat(timer.remaining()).isEmpty();
        this.clock.advance(SECOND);
        assertThat(puppet.got()).isEmpty();
        assertThat(this.system.statistics().timers()).isZero();
    }

    @Test
    void cancelAfterExpiryIsTooLate() { // P14
        Puppet puppet = puppet();
        TimerRef timer = puppet.gets(self -> self.sendAfter(SECOND, "ring"));
        this.clock.advance(SECOND);
        assertThat(timer.cancel()).isEmpty();
        assertThat(puppet.got()).containsExactly("ring");
    }

    @Test
    void aDeliveredMessageIsNotTakenBack() { // P14
        Puppet puppet = puppet();
        Puppet gate = puppet();
        TimerRef timer = puppet.gets(self -> self.sendAfter(SECOND, "ring"));
        puppet.starts(self -> gate.ref().call(new Puppet.Hold("x")));
        this.clock.advance(SECOND);
        assertThat(timer.cancel()).isEmpty();
        gate.held().get(0).reply("go");
        settle();
        assertThat(puppet.got()).containsExactly("ring");
    }

    @Test
    void timersExpireInTheOrderOfTheirTimes() {
        Puppet puppet = puppet();
        puppet.does(self -> {
            self.sendAfter(Duration.ofMillis(30), 3);
            self.sendAfter(Duration.ofMillis(10), 1);
            self.sendAfter(Duration.ofMillis(20), 2);
            self.sendAfter(Duration.ofMillis(-5), 0);
        });
        this.clock.advance(SECOND);
        assertThat(puppet.got()).isEqualTo(List.of(0, 1, 2, 3));
    }

    @Test
    void timersDieWithTheirProcess() { // P15
        Puppet puppet = puppet();
        TimerRef timer = puppet.gets(self -> self.sendAfter(SECOND, "ring"));
        this.system.stop(puppet.pid());
        assertThat(this.system.statistics().timers()).isZero();
        assertThat(timer.cancel()).isEmpty();
        this.clock.advance(SECOND);
        assertThat(this.system.statistics().deadLetters()).isZero();
    }

    @Test
    void aTimerToANameLooksItUpWhenItExpires() { // P15
        Puppet first = puppet("name");
        this.system.sendAfter(SECOND, this.system.ref("name"), "ring");
        this.system.stop(first.pid());
        Puppet second = puppet("name");
        this.clock.advance(SECOND);
        assertThat(first.got()).isEmpty();
        assertThat(second.got()).containsExactly("ring");
    }

    @Test
    void aTimerToNobodyIsADeadLetter() { // P15
        this.system.sendAfter(SECOND, this.system.ref("nobody"), "ring");
        this.clock.advance(SECOND);
        assertThat(this.system.statistics().deadLetters()).isEqualTo(1);
    }

    @Test
    void aCancelledTimerLetsGoOfItsMessage() {
        TimerRef timer = this.system.sendAfter(Duration.ofDays(1), this.system.ref("nobody"), "ring");
        timer.cancel();
        assertThat(((SendTimer) timer).message()).isNull();
    }

    @Test
    void aProcessForgetsItsTimersWhenTheyAreOver() {
        Puppet puppet = puppet();
        TimerRef one = puppet.gets(self -> self.sendAfter(SECOND, "one"));
        puppet.does(self -> self.sendAfter(SECOND, "two"));
        one.cancel();
        this.clock.advance(SECOND);
        assertThat(((ProcessCell) puppet.pid()).ties().timers().size()).isZero();
    }
}
