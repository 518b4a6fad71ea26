/** The demo: what a user of Espalier writes. */
@NullMarked
package io.espalier.demo;

import org.jspecify.annotations.NullMarked;
