package io.espalier.process;

/**
 * The figures of a {@link ProcessSystem}. Totals count from its start.
 *
 * @param alive processes that live
 * @param started processes started, in all
 * @param names names taken
 * @param timers timers that are pending
 * @param zombies killed processes whose callback still runs
 * @param deadLetters messages to processes that were not there, in all
 * @param lateReplies replies to callers that had stopped waiting, or had been answered, in all
 */
public record Statistics(
        long alive, long started, int names, long timers, int zombies, long deadLetters, long lateReplies) {}
