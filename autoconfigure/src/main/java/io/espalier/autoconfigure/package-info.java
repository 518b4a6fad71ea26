/**
 * The Spring wiring: beans and a supervision tree from {@code application.yml}.
 *
 * <p>{@link io.espalier.autoconfigure.EspalierAutoConfiguration} makes the
 * {@link io.espalier.process.ProcessSystem}, the handle of the root supervisor and the references that
 * {@link io.espalier.autoconfigure.ProcessName} asks for.
 *
 * <pre>
 *   espalier.supervisor.children --+
 *   ChildSpec beans ---------------+--&gt; plan: merged, checked --&gt; keeper process --&gt; root supervisor --&gt; children
 *   what features add -------------+          |                      |
 *                                    wrong: nothing starts       gave up: liveness BROKEN
 * </pre>
 *
 * <p>The plan is made when all singletons are there and before anything starts. One lifecycle, in a phase below the web
 * server's, starts and stops the tree; the process system itself lives as long as the context, so that references stay
 * good when the tree stops and starts again. Nothing here keeps a thread of its own.
 *
 * <p>Properties are plain records. One class for each thing maps them to what the inner packages understand.
 */
@NullMarked
package io.espalier.autoconfigure;

import org.jspecify.annotations.NullMarked;
