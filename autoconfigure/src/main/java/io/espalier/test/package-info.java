/**
 * The test kit: processes in tests, on virtual time, without a Spring context.
 *
 * <p>{@link io.espalier.test.TestProcesses} is a process system for one test. What it starts is supervised, as in the
 * application, and stopped in reverse order when the test closes it. Its clock stands still until the test advances it;
 * between two timers it waits until every process has come to rest, so a test needs neither sleeps nor luck.
 *
 * <p>A {@link io.espalier.test.Probe} is a process that a test holds in its hand: it can be sent to, linked and told to
 * monitor, and the test awaits what arrives in its mailbox.
 *
 * <p>Waits are bounded in real time and fail with an {@link java.lang.AssertionError} that shows what was there instead.
 * No test framework is needed on the class path.
 */
@NullMarked
package io.espalier.test;

import org.jspecify.annotations.NullMarked;
