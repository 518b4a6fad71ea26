package io.espalier.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.beans.factory.InjectionPoint;

/** A {@code ProcessRef} is wanted, but not said of which process. */
final class UnnamedProcessException extends ExplainedException {

    private static final long serialVersionUID = 1L;

    UnnamedProcessException(InjectionPoint point, List<String> others) {
        super(
                "A ProcessRef is to be injected, but nothing says of which process:" + System.lineSeparator()
                        + System.lineSeparator() + "    Injection point: "
                        + point.getMember().getDeclaringClass().getName() + ", " + place(point),
                "Add @ProcessName with the name of the process, in the supervision tree its path, as in"
                        + " '@ProcessName(\"workers/parser\") ProcessRef parser'"
                        + others.stream()
                                .map(other -> ", or @Qualifier(\"" + other + "\")")
                                .collect(Collectors.joining())
                        + ".",
                null);
    }

    private static String place(InjectionPoint point) {
        return (point.getMethodParameter() != null)
                ? "parameter " + point.getMethodParameter().getParameterIndex() + " of "
                        + point.getMember().getName()
                : "field " + point.getMember().getName();
    }
}
