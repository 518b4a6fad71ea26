package io.espalier.autoconfigure;

import io.espalier.process.ThreadMode;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The process runtime.
 *
 * @param threads Kind of threads that processes run on; "auto" takes virtual threads on JDK 24 and later, on JDK 21 to 23
 * only with "spring.threads.virtual.enabled", and never if that property is "false".
 * @param throughput Number of messages that a process handles before it lets others have its thread.
 * @param killGrace Time that a killed process has to leave its running callback before it counts as dead regardless.
 * @param blockingThreads Number of threads, at most, of the pool for blocking processes, where platform threads are used.
 */
@ConfigurationProperties("espalier.runtime")
record RuntimeProperties(
        @DefaultValue("auto") ThreadMode threads,
        @DefaultValue("64") int throughput,
        @DefaultValue("1s") Duration killGrace,
        @DefaultValue("256") int blockingThreads) {}
