package io.espalier.docs.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** The quick start of the README, as it stands there. */
@SpringBootTest(
        properties = {
            // Not the application.yml of the demo.
            "spring.config.name=quickstart",
            "espalier.supervisor.children.counter.server=counter",
            "espalier.supervisor.children.counter.argument.from=10"
        })
class QuickStartTests {

    @Autowired
    private Clicks clicks;

    @Test
    void theCounterOfTheReadmeCounts() {
        assertThat(this.clicks.click()).isEqualTo(11);
        assertThat(this.clicks.click()).isEqualTo(12);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @ComponentScan
    static class Application {}
}
