package io.espalier.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.pekko.actor.ActorSystem;
import org.openjdk.jmh.util.Version;

/** Where the figures of a report come from. */
final class Machine {

    private static final Path CPUS = Path.of("/proc/cpuinfo");

    private Machine() {}

    static List<String> description() throws IOException {
        return List.of(
                "JDK: " + System.getProperty("java.vm.name") + " " + Runtime.version(),
                "Machine: " + System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + System.getProperty("os.arch") + ", "
                        + Runtime.getRuntime().availableProcessors() + " cores, " + cpu(),
                "Flags: " + String.join(" ", Suite.HEAP) + "; for the heap " + String.join(" ", HeapRuns.FLAGS),
                "Espalier " + System.getProperty("espalier.version", "of this source") + ", Pekko "
                        + ActorSystem.Version() + ", JMH " + Version.getPlainVersion(),
                "Date: " + LocalDate.now(ZoneOffset.UTC));
    }

    private static String cpu() throws IOException {
        if (!Files.isReadable(CPUS)) {
            return "unknown CPU";
        }
        return Files.readAllLines(CPUS).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown CPU");
    }
}
