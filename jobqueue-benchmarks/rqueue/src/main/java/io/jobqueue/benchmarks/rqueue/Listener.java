package io.jobqueue.benchmarks.rqueue;

import com.github.sonus21.rqueue.annotation.RqueueListener;
import io.jobqueue.benchmarks.contender.Body;

/** Runs jobs, as many at once and in one fetch as is asked for. */
public class Listener {

	static final String QUEUE = "bench";

	@RqueueListener(value = QUEUE, concurrency = "${bench.concurrency}", batchSize = "${bench.concurrency}")
	public void run(Message message) {
		Body.run();
	}

}
