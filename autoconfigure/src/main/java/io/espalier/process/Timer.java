package io.espalier.process;

import org.jspecify.annotations.Nullable;

/** Something that a {@link Clock} makes expire. */
abstract class Timer extends Node {

    /** When, in the clock's nanoseconds; written by the clock before it publishes the timer. */
    long deadline;

    /** The next one in the clock's list; the clock's own. */
    @Nullable
    Timer nextTimer;

    /** In {@link #depth}: the clock has put it where only a sweep or its time will find it. */
    static final int BUCKETED = -1;

    /** How many were in the clock's inbox with this one, or {@link #BUCKETED}; the clock's own, a hint to others. */
    int depth;

    /** Whether it still matters. Once false, always false. */
    abstract boolean live();

    /** Its time has come. On a thread of the clock's; loses against whatever made it dead before. */
    abstract void expire();
}
