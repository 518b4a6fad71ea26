package reactor.core.scheduler;

/** Stands in for Reactor's marker, which is found by name. */
public interface NonBlocking {}
