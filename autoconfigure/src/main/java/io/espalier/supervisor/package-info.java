/**
 * Supervisors: processes whose work is to start, watch, restart and stop other processes.
 *
 * <p>A {@link io.espalier.supervisor.Supervisor} starts a fixed list of children in order, restarts them by its strategy
 * when they die, stops them in reverse order, and gives up when they die too often, which its own supervisor sees as the
 * death of a child. A {@link io.espalier.supervisor.DynamicSupervisor} starts children of one kind on demand.
 *
 * <pre>
 *   EXIT of a child --&gt; restart type: again?  --&gt; budget: too often? --&gt; strategy: who else?
 *                                                      |                     |
 *                                    stop all children, end: shutdown     stop them in reverse, start in order
 * </pre>
 *
 * <p>A supervisor never waits on a thread. Each start and each stop of a child is a step that ends with a message, so it
 * answers questions while a slow child is in init, and a tree of any depth holds no thread while it stops.
 *
 * <p>Everything here is built from the primitives of {@code io.espalier.process}, which knows nothing of supervisors.
 */
@NullMarked
package io.espalier.supervisor;

import org.jspecify.annotations.NullMarked;
