package io.espalier.process;

/** One monitor, as returned by {@link Self#monitor(Pid)}. Equal only to itself. */
public sealed interface MonitorRef permits Monitor {}
