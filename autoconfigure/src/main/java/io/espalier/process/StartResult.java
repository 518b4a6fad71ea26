package io.espalier.process;

/** What came of a start, see {@link StartReply}. */
public sealed interface StartResult {

    /**
     * The process runs.
     *
     * @param pid its pid
     */
    record Started(Pid pid) implements StartResult {}

    /** Its init chose not to run ({@link Init#ignore()}); it is dead and its name free. */
    record Ignored() implements StartResult {
        static final Ignored INSTANCE = new Ignored();
    }

    /**
     * Its init failed; it is dead and its name free.
     *
     * @param reason why
     */
    record Failed(ExitReason reason) implements StartResult {}
}
