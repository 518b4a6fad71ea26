package io.espalier.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Asks for a {@link io.espalier.process.ProcessRef} by name, on a parameter of a constructor or a bean method, or on a
 * field:
 *
 * <pre>{@code
 * CounterController(@ProcessName("counter") ProcessRef counter) { ... }
 * }</pre>
 *
 * <p>On an annotation of the application's own, which then stands for the name:
 *
 * <pre>{@code
 * @Retention(RetentionPolicy.RUNTIME)
 * @ProcessName("counter")
 * @interface Counter {}
 * }</pre>
 *
 * <p>The process need not be there yet: the name is looked up at every send.
 */
@Documented
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface ProcessName {

    /**
     * The name of the process: in the supervision tree its path, like {@code counter} or {@code workers/parser}.
     *
     * @return the name, not blank
     */
    String value();
}
