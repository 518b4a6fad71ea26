package io.espalier.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was probably meant. */
class NearNamesTests {

    private static final List<String> KNOWN = List.of("restart", "start-timeout", "server", "max-restarts");

    @ParameterizedTest
    @CsvSource({
        "retsart, restart",
        "restarts, restart",
        "startTimeout, start-timeout",
        "start_timeout, start-timeout",
        "srever, server",
        "max-restart, max-restarts",
    })
    void aMistypedNameFindsItsNeighbour(String typed, String meant) {
        assertThat(NearNames.nearest(typed, KNOWN)).contains(meant);
    }

    @Test
    void aStrangerFindsNobody() {
        assertThat(NearNames.nearest("colour", KNOWN)).isEmpty();
        assertThat(NearNames.question("colour", KNOWN)).isEmpty();
    }

    @Test
    void ofTwoNeighboursTheFirstInTheAlphabetIsTaken() {
        assertThat(NearNames.nearest("bat", List.of("cat", "bar"))).contains("bar");
    }
}
