package io.jobqueue.benchmarks;

/**
 * What a piece of work took.
 *
 * @param seconds elapsed time
 * @param clientMicros CPU time of the contender's process, compiler and collector
 * included
 * @param server what the server did
 * @param values what the contender measured itself
 */
record Usage(double seconds, double clientMicros, Server.Work server, long... values) {
}
