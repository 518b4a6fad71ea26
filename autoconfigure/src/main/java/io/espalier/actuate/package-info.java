/**
 * What people and machines see of a running tree: health and the endpoint {@code processes}.
 *
 * <p>Everything here only looks. It asks supervisors, which answer at once even while a child is slow, and gives up on one
 * that does not: a probe must not hang because something else does.
 *
 * <pre>
 *   /actuator/health     espalier -- a part for each feature; here "supervisor"
 *   /actuator/processes  the tree, bounded in depth and width
 * </pre>
 *
 * <p>No message, state or argument is shown. Of a reason only the class and the first line are, since the rest of a message
 * and a stack trace may hold what is nobody's business.
 */
@NullMarked
package io.espalier.actuate;

import org.jspecify.annotations.NullMarked;
