package io.jobqueue.benchmarks.dashboard;

import java.util.concurrent.atomic.LongAdder;

import io.jobqueue.annotation.JobSchedule;
import io.jobqueue.annotation.JobTask;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** An application with a dashboard, whose worker counts the jobs of a queue. */
@SpringBootConfiguration
@EnableAutoConfiguration
class DrainedApplication {

	static final String QUEUE = "drained";

	static final String TASK = "nothing";

	@Bean
	Nothing nothing() {
		return new Nothing();
	}

	/** Counts its jobs. */
	static class Nothing {

		final LongAdder count = new LongAdder();

		@JobTask(name = TASK, queue = QUEUE)
		@JobSchedule(name = "yearly", cron = "0 0 3 1 1 *")
		void run(@Nullable String payload) {
			this.count.increment();
		}

	}

}
