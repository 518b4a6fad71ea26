package io.espalier.process;

/**
 * Hears what happens in a {@link ProcessSystem}. Called on the thread where it happens, so it must be quick and must not
 * block; what it throws is logged and ignored.
 */
@FunctionalInterface
public interface ProcessListener {

    /**
     * Something happened.
     *
     * @param event what
     */
    void onEvent(ProcessEvent event);
}
