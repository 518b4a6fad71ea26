package io.espalier.process;

import org.jspecify.annotations.Nullable;

/** A callback returned null, or a result that was not made for it. Crashes the process. */
public final class BadReturnException extends ProcessException {

    private static final long serialVersionUID = 1L;

    BadReturnException(String callback, Class<?> server, @Nullable Object returned) {
        super(server.getName() + "." + callback + " returned "
                + ((returned == null)
                        ? "null; return what self or call makes, such as self.next(state)"
                        : "a result that was not made in this callback; return what self or call made last,"
                                + " and keep no result for later"));
    }
}
