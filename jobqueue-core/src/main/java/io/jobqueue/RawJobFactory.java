package io.jobqueue;

/**
 * Makes jobs of the items of raw queues that set no {@code task}. Declare it as a bean.
 * Where there are several, each raw queue needs exactly one that handles it. Called on
 * the thread that moves items, by each worker that serves the queue; the same item can be
 * passed more than once, of which one call leads to a job. Implementations do not block
 * for long.
 */
@FunctionalInterface
public interface RawJobFactory {

	/**
	 * Whether this factory makes the jobs of a raw queue.
	 * @param rawQueue the name of the raw queue
	 */
	default boolean handles(String rawQueue) {
		return true;
	}

	/**
	 * Make a job of an item.
	 * @param item the item, of at most {@code jobqueue.payload.max-size}
	 * @return the job, without a queue or with the queue that the raw queue fills
	 * @throws RuntimeException if there can be no job: the item goes to the dead items of
	 * the raw queue, with the message as the reason
	 */
	JobRequest create(RawItem item);

}
