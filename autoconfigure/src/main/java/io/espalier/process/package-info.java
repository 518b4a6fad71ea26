/**
 * The process runtime: OTP's processes on the JVM, without Spring.
 *
 * <p>A {@link io.espalier.process.GenServer} is a stateless module; a process runs it with a state and a mailbox of its
 * own. A {@link io.espalier.process.Pid} is one incarnation and dies with it; a {@link io.espalier.process.ProcessRef}
 * may hold a name and finds today's incarnation at every send.
 *
 * <pre>
 *   sender --- call, cast, info, signal ---&gt; mailbox (one order) ---&gt; activation: loop, decode, handle
 *                                               |                        |
 *              idle, no thread, no stack &lt;------+--- empty again --------+
 * </pre>
 *
 * <p>A process is a passive object. Work moves it to an executor, where it handles a batch of messages on one thread and
 * leaves. Messages and signals (exit, link, monitor) share one mailbox, so that what one sender does is seen in its order.
 *
 * <p>Death has one order that every observer may rely on: terminate, the report of a loud death, mailbox closed, name
 * free, pending calls failed, timers cancelled, EXIT and DOWN sent, dead. Nobody who has seen a DOWN meets the corpse.
 *
 * <p>{@link io.espalier.process.ProcessSystem} is where everything starts; {@link io.espalier.process.Clock} owns every
 * instant, timer and timed wait; {@link io.espalier.process.ProcessListener} and
 * {@link io.espalier.process.ContextCarrier} are what outer rings hook into.
 */
@NullMarked
package io.espalier.process;

import org.jspecify.annotations.NullMarked;
