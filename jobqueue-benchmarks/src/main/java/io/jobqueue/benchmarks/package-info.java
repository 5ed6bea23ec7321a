/**
 * Measures the library on a real Redis server, in comparison with a minimal program that
 * transfers the same bytes. Rates vary with the load of the machine. So the two run in
 * turn and are compared within a round, and CPU time is shown for each rate.
 */
@NullMarked
package io.jobqueue.benchmarks;

import org.jspecify.annotations.NullMarked;
