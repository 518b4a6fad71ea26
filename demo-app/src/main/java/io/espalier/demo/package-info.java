/**
 * The demo: what a user of Espalier writes. A counter that can be crashed, a pipeline of stages that are restarted
 * together, sessions that come and go; each is a process in the tree of {@code application.yml}, reached over HTTP.
 */
@NullMarked
package io.espalier.demo;

import org.jspecify.annotations.NullMarked;
