package io.espalier.process;

/** The info message of an idle timeout, see {@link Result#timeout(java.time.Duration)}. */
public record Timeout() {
    static final Timeout INSTANCE = new Timeout();
}
