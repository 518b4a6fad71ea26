package io.espalier.supervisor;

import io.espalier.process.Dispatcher;
import io.espalier.process.StartOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The part of a child spec that the runtime is told at each start.
 *
 * @param name the name in place of the path, or null
 * @param startTimeout how long init may take, or null for any time
 * @param dispatcher the pool, or null for the default
 * @param hibernateAfter how long it must be idle to hibernate, or null for never
 */
record LaunchOptions(
        @Nullable String name,
        @Nullable Duration startTimeout,
        @Nullable Dispatcher dispatcher,
        @Nullable Duration hibernateAfter) {

    StartOptions options(@Nullable String path) {
        StartOptions options = (path != null) ? StartOptions.named(path) : StartOptions.defaults();
        if (this.startTimeout != null) {
            options = options.timeout(this.startTimeout);
        }
        if (this.dispatcher != null) {
            options = options.dispatcher(this.dispatcher);
        }
        return (this.hibernateAfter != null) ? options.hibernateAfter(this.hibernateAfter) : options;
    }
}
