package io.espalier.supervisor;

import io.espalier.process.ExitReason;

/** When a child that has died is started again. */
public enum Restart {
    /** Always. */
    PERMANENT,
    /** Only if its reason was loud. */
    TRANSIENT,
    /** Never; its spec is forgotten. */
    TEMPORARY;

    boolean again(ExitReason reason) {
        return switch (this) {
            case PERMANENT -> true;
            case TRANSIENT -> !reason.quiet();
            case TEMPORARY -> false;
        };
    }
}
