/**
 * Rqueue as a contender. It has a Spring Boot of its own, and so a module.
 */
package io.jobqueue.benchmarks.rqueue;
