package io.espalier.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A text that must not be seen. */
class SecretTests {

    @Test
    void aSecretIsMaskedWhereverItIsShown() {
        record Login(String user, Secret password) {}
        assertThat(Secret.of("s3cret")).hasToString("******");
        assertThat(new Login("bob", Secret.of("s3cret")).toString()).isEqualTo("Login[user=bob, password=******]");
    }

    @Test
    void theMaskDoesNotTellTheLength() {
        assertThat(Secret.of("")).hasToString(Secret.of("a much longer secret").toString());
    }

    @Test
    void theOneWhoNeedsItGetsTheText() {
        assertThat(Secret.of("s3cret").value()).isEqualTo("s3cret");
    }

    @Test
    void secretsAreEqualByTheirText() {
        assertThat(Secret.of("a")).isEqualTo(Secret.of("a")).hasSameHashCodeAs(Secret.of("a"));
        assertThat(Secret.of("a")).isNotEqualTo(Secret.of("b"));
    }
}
