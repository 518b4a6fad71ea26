package io.espalier.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * One benchmark with all that varies in it.
 *
 * @param benchmark its class
 * @param parameters the values of each of its parameters that are measured
 * @param allocation whether to measure as well what an operation allocates
 * @param jvmArguments what its JVM needs
 */
record Suite(Class<?> benchmark, Map<String, List<String>> parameters, boolean allocation, List<String> jvmArguments) {

    /** The heap of every measured JVM. */
    static final List<String> HEAP = List.of("-Xms4g", "-Xmx4g", "-XX:+UseG1GC");

    /**
     * The name on the command line and above the table.
     *
     * @return the class without its ending
     */
    String name() {
        String simple = this.benchmark.getSimpleName();
        return simple.substring(0, simple.length() - "Benchmark".length());
    }

    /**
     * What to tell JMH.
     *
     * @param quick whether to measure only as long as it takes to see that it runs
     * @return the options
     */
    Options options(boolean quick) {
        List<String> arguments = new ArrayList<>(HEAP);
        arguments.addAll(this.jvmArguments);
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + this.benchmark.getName().replace(".", "\\.") + "\\.")
                .forks(quick ? 1 : 2)
                .warmupIterations(quick ? 1 : 3)
                .warmupTime(TimeValue.milliseconds(quick ? 200 : 500))
                .measurementIterations(quick ? 2 : 5)
                .measurementTime(TimeValue.milliseconds(quick ? 200 : 400))
                .jvmArgs(arguments.toArray(String[]::new))
                .shouldFailOnError(true);
        if (this.allocation) {
            options.addProfiler(GCProfiler.class);
        }
        this.parameters.forEach((name, values) -> options.param(name, values.toArray(String[]::new)));
        return options.build();
    }
}
