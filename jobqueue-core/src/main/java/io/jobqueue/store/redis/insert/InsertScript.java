package io.jobqueue.store.redis.insert;

import java.util.List;

import io.jobqueue.store.job.NewJob;

/** Runs a script that inserts jobs of one queue by {@code inserting.lua}. */
@FunctionalInterface
public interface InsertScript {

	/**
	 * Run it.
	 * @param jobs the jobs that are to be inserted yet, in their order
	 * @param keys the keys that they name, behind those of the script
	 * @param arguments the arguments for them, behind those of the script
	 * @return for each job what {@code inserting.lua} answers, or 3 for one that the
	 * script has left out
	 */
	List<Object> run(List<NewJob> jobs, List<byte[]> keys, List<Object> arguments);

}
