package io.espalier.autoconfigure;

/** What becomes of the application when the root supervisor has given up. */
enum OnGiveUp {
    /** It lives on with its liveness broken, so that whoever watches it can restart it. */
    MARK_BROKEN,
    /** The JVM ends, see {@link GiveUp#EXIT_CODE}. */
    EXIT
}
