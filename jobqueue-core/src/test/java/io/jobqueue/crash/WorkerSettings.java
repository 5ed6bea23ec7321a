package io.jobqueue.crash;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a worker process is told.
 */
record WorkerSettings(int redisPort, String namespace, String queue, int concurrency, Duration lease, Path ledger) {

	List<String> toArguments() {
		return List.of(Integer.toString(this.redisPort), this.namespace, this.queue, Integer.toString(this.concurrency),
				this.lease.toString(), this.ledger.toString());
	}

	static WorkerSettings parse(List<String> arguments) {
		return new WorkerSettings(Integer.parseInt(arguments.get(0)), arguments.get(1), arguments.get(2),
				Integer.parseInt(arguments.get(3)), Duration.parse(arguments.get(4)), Path.of(arguments.get(5)));
	}

}
