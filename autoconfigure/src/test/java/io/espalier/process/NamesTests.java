package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class NamesTests extends ProcessFixture {

    @Test
    void aNameIsFoundWhileItsProcessLives() { // P16
        Puppet puppet = puppet("name");
        assertThat(this.system.whereIs("name")).contains(puppet.pid());
        assertThat(this.system.ref("name").pid()).contains(puppet.pid());
        this.system.stop(puppet.pid());
        assertThat(this.system.whereIs("name")).isEmpty();
        assertThat(this.system.statistics().names()).isZero();
    }

    @Test
    void aProcessMayBeNamedLater() { // P16
        Puppet puppet = puppet();
        this.system.register("late", puppet.pid());
        assertThat(this.system.whereIs("late")).contains(puppet.pid());
        assertThat(puppet.name()).contains("late");
    }

    @Test
    void aProcessHasAtMostOneName() { // P16
        Puppet puppet = puppet("name");
        assertThatIllegalStateException()
                .isThrownBy(() -> this.system.register("other", puppet.pid()))
                .withMessageContaining("unregister");
        assertThat(this.system.whereIs("other")).isEmpty();
    }

    @Test
    void aTakenNameIsRefused() { // P16
        Puppet holder = puppet("name");
        Puppet other = puppet();
        assertThatExceptionOfType(AlreadyStartedException.class)
                .isThrownBy(() -> this.system.register("name", other.pid()))
                .satisfies(ex -> assertThat(ex.pid()).isSameAs(holder.pid()));
        assertThat(other.name()).isEmpty();
    }

    @Test
    void aDeadProcessGetsNoName() { // P16
        Puppet dead = puppet();
        this.system.stop(dead.pid());
        assertThatExceptionOfType(NoProcessException.class).isThrownBy(() -> this.system.register("name", dead.pid()));
        Puppet deadWithName = puppet("name");
        this.system.stop(deadWithName.pid());
        assertThatExceptionOfType(NoProcessException.class)
                .isThrownBy(() -> this.system.register("other", deadWithName.pid()));
        assertThat(this.system.statistics().names()).isZero();
    }

    @Test
    void aNameCanBeGivenUp() { // P16
        Puppet puppet = puppet("name");
        assertThat(this.system.unregister("name")).isTrue();
        assertThat(this.system.unregister("name")).isFalse();
        assertThat(this.system.whereIs("name")).isEmpty();
        assertThat(alive(puppet)).isTrue();
        this.system.register("again", puppet.pid());
        assertThat(this.system.whereIs("again")).contains(puppet.pid());
    }

    @Test
    void aBlankNameIsRefused() { // G17
        Puppet puppet = puppet();
        assertThatIllegalArgumentException().isThrownBy(() -> this.system.register(" ", puppet.pid()));
    }
}
