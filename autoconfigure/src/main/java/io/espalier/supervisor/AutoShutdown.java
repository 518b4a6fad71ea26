package io.espalier.supervisor;

/** Whether a supervisor ends when its significant children have ended. */
public enum AutoShutdown {
    /** Never; no child may be significant. */
    NEVER,
    /** When the first significant child has ended by itself for good. */
    ANY_SIGNIFICANT,
    /** When the last significant child has ended by itself for good. */
    ALL_SIGNIFICANT
}
