package io.espalier.process;

/** A process got a call, a cast or a continue that it has no handler for. Crashes the process. */
public final class UnhandledMessageException extends ProcessException {

    private static final long serialVersionUID = 1L;

    UnhandledMessageException(String kind, Object message, Class<?> server) {
        super("No handler in " + server.getName() + " for the " + kind + " "
                + message.getClass().getName()
                + "; declare one in handlers(..) or override handle" + Character.toUpperCase(kind.charAt(0))
                + kind.substring(1));
    }
}
