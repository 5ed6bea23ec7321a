package io.jobqueue.benchmarks.contender;

import io.jobqueue.benchmarks.server.Server;

/**
 * The cost of a piece of work.
 *
 * @param seconds elapsed time
 * @param clientMicros CPU time of the contender's process in microseconds, with compiler
 * and garbage collector
 * @param server the work of the server
 * @param values the values that the contender measured itself
 */
public record Usage(double seconds, double clientMicros, Server.Work server, long... values) {
}
