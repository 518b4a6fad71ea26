package io.espalier.autoconfigure;

import io.espalier.supervisor.Strategy;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The root supervisor.
 *
 * @param strategy Which children are restarted when one has died.
 * @param maxRestarts Number of restarts within the window that the root makes before it gives up.
 * @param within Window that "max-restarts" counts in.
 * @param autoStartup Whether to start the tree with the application context.
 * @param onGiveUp What becomes of the application when the root gives up; "mark-broken" turns its liveness to broken,
 * "exit" also ends the JVM with exit code 70.
 * @param children Children of the root by id. Ids are made of lower-case letters, digits and dashes.
 */
@ConfigurationProperties(SupervisorProperties.PREFIX)
record SupervisorProperties(
        @DefaultValue("one-for-one") Strategy strategy,
        @DefaultValue("3") int maxRestarts,
        @DefaultValue("5s") Duration within,
        @DefaultValue("true") boolean autoStartup,
        @DefaultValue("mark-broken") OnGiveUp onGiveUp,
        @DefaultValue Map<String, ChildProperties> children) {

    static final String PREFIX = "espalier.supervisor";
}
