package io.espalier.process;

import java.time.Duration;

/**
 * Inside an {@link ExitReason.Custom}: init took longer than it was allowed.
 *
 * @param allowed how long it was allowed
 */
public record StartTimeout(Duration allowed) {

    @Override
    public String toString() {
        return "init took longer than " + this.allowed.toMillis() + " ms";
    }
}
