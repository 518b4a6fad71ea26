package io.espalier.process;

import org.jspecify.annotations.Nullable;

/**
 * The info message that tells a monitoring process of a death. Each monitor is told exactly once.
 *
 * @param monitor what {@link Self#monitor(Pid)} returned
 * @param pid who died, or null when the name that was monitored had no process
 * @param name the name, when the monitor was set by name, else null
 * @param reason why; {@link ExitReason.NoProcess} when it was dead before the monitor reached it
 */
public record Down(
        MonitorRef monitor, @Nullable Pid pid, @Nullable String name, ExitReason reason) {}
