package io.jobqueue.benchmarks;

import java.util.Set;

/**
 * A program that is measured. Jobs do nothing and carry 100 bytes of JSON.
 */
interface Contender extends AutoCloseable {

	/** How many jobs are dispatched together. */
	int CHUNK = 500;

	/** What the payload holds. */
	String TEXT = "x".repeat(89);

	/** The payload of each job, as JSON. */
	String PAYLOAD = "{\"text\":\"" + TEXT + "\"}";

	/** The commands that it sends itself, not by a script. */
	Set<String> ownCommands();

	/** Dispatch jobs one by one, waiting for each. */
	void dispatchOneByOne(int jobs);

	/** Dispatch jobs in chunks. */
	void dispatchBulk(int jobs);

	/** Run all jobs that wait, so many at once, until the end of each is stored. */
	void drain(int jobs, int concurrency);

	/** Dispatch in chunks and run at the same time. */
	void dispatchAndDrain(int jobs, int concurrency);

	/** Dispatch a job while idle: nanoseconds until its handler starts, for each job. */
	long[] idleLatencies(int jobs);

	/** Start to wait for jobs; the wait ends when the answer is run. */
	Runnable idle();

	@Override
	void close();

}
