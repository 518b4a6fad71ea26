package io.espalier.autoconfigure;

import io.espalier.process.Clock;
import io.espalier.process.ContextCarrier;
import io.espalier.process.ProcessListener;
import io.espalier.process.ProcessSystem;
import io.espalier.process.ProcessSystemBuilder;
import io.espalier.process.ThreadMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

/** Maps {@link RuntimeProperties}, and the beans that go with them, to a process system. */
final class Runtimes {

    private static final String PREFIX = "espalier.runtime.";

    /** The first JDK that has virtual threads. */
    private static final int VIRTUAL = 21;

    /** The first JDK whose virtual threads are not pinned by a monitor. */
    private static final int UNPINNED = 24;

    private Runtimes() {}

    /**
     * Makes a process system.
     *
     * @param properties its properties
     * @param environment says whether the application wants virtual threads
     * @param clock its clock, if there is a bean
     * @param carrier what carries context with messages, if there is a bean
     * @param listeners who hears of events
     * @return a new system
     */
    static ProcessSystem create(
            RuntimeProperties properties,
            Environment environment,
            ObjectProvider<Clock> clock,
            ObjectProvider<ContextCarrier> carrier,
            ObjectProvider<ProcessListener> listeners) {
        ProcessSystemBuilder builder = ProcessSystem.builder()
                .threads(threads(
                        properties.threads(),
                        Runtime.version().feature(),
                        environment.getProperty("spring.threads.virtual.enabled", Boolean.class)))
                .throughput(atLeastOne("throughput", properties.throughput()))
                .blockingThreads(atLeastOne("blocking-threads", properties.blockingThreads()))
                .killGrace(notNegative("kill-grace", properties.killGrace()));
        clock.ifAvailable(builder::clock);
        carrier.ifAvailable(builder::contextCarrier);
        listeners.orderedStream().forEach(builder::listener);
        return builder.build();
    }

    /**
     * The process system of a context: its own rather than an ancestor's, whatever they are called.
     *
     * @param beans the beans of the context
     * @param processes the systems that it sees
     * @return the one that its tree runs on
     */
    static ProcessSystem own(ListableBeanFactory beans, ObjectProvider<ProcessSystem> processes) {
        String[] names = beans.getBeanNamesForType(ProcessSystem.class);
        return (names.length == 1) ? beans.getBean(names[0], ProcessSystem.class) : processes.getObject();
    }

    /**
     * Decides on the kind of threads.
     *
     * @param wanted what the properties say
     * @param java the version of the JDK
     * @param virtual what {@code spring.threads.virtual.enabled} says, or null if it is not set
     * @return virtual or platform
     */
    static ThreadMode threads(ThreadMode wanted, int java, @Nullable Boolean virtual) {
        if (wanted == ThreadMode.VIRTUAL && java < VIRTUAL) {
            throw new InvalidConfigurationPropertyValueException(
                    PREFIX + "threads",
                    "virtual",
                    "This JDK (" + java + ") has no virtual threads. Use 'auto' or 'platform', or run on JDK " + VIRTUAL
                            + " or later.");
        }
        if (wanted != ThreadMode.AUTO) {
            return wanted;
        }
        boolean unlessVetoed = java >= UNPINNED && !Boolean.FALSE.equals(virtual);
        boolean onRequest = java >= VIRTUAL && Boolean.TRUE.equals(virtual);
        return (unlessVetoed || onRequest) ? ThreadMode.VIRTUAL : ThreadMode.PLATFORM;
    }

    private static int atLeastOne(String name, int value) {
        if (value < 1) {
            throw new InvalidConfigurationPropertyValueException(PREFIX + name, value, "It must be at least 1.");
        }
        return value;
    }

    private static Duration notNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new InvalidConfigurationPropertyValueException(PREFIX + name, value, "It must not be negative.");
        }
        return value;
    }
}
