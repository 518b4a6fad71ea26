/**
 * What the process runtime costs, measured beside two peers: Pekko, and a mailbox that a good engineer writes in an hour.
 *
 * <p>A benchmark says what is done, a {@link io.espalier.benchmarks.Peer} how one runtime does it.
 */
@NullMarked
package io.espalier.benchmarks;

import org.jspecify.annotations.NullMarked;
