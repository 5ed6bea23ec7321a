package io.jobqueue.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

import io.jobqueue.JobDispatcher;
import io.jobqueue.JobRequest;
import io.jobqueue.worker.JobListenerContainerRegistry;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The library as an application has it by the starter, with all defaults: results and
 * history are kept, leases renewed, lost and old jobs looked for, jobs counted and timed
 * for Prometheus. Each load has an application of its own.
 */
final class Library implements Contender {

	private final String address;

	private @Nullable ConfigurableApplicationContext application;

	Library(String address) {
		this.address = address;
	}

	private <T> T bean(Class<T> type) {
		return Objects.requireNonNull(this.application, "There is no application").getBean(type);
	}

	@Override
	public void dispatchOneByOne(int jobs, int threads) {
		JobDispatcher dispatcher = bean(JobDispatcher.class);
		Nothing.Payload payload = new Nothing.Payload(Contender.text(100));
		Pause.together(threads, () -> {
			for (int i = 0; i < jobs / threads; i++) {
				dispatcher.dispatch(Nothing.class, payload);
			}
		});
	}

	@Override
	public void dispatchBulk(int jobs, int payloadBytes) {
		JobDispatcher dispatcher = bean(JobDispatcher.class);
		Nothing.Payload payload = new Nothing.Payload(Contender.text(payloadBytes));
		for (int sent = 0; sent < jobs; sent += CHUNK) {
			List<JobRequest> requests = new ArrayList<>(CHUNK);
			for (int i = sent; i < Math.min(jobs, sent + CHUNK); i++) {
				requests.add(JobRequest.of(Nothing.class, payload));
			}
			dispatcher.dispatchAll(requests);
		}
	}

	@Override
	public void ready(Load load) {
		if (load.virtual() && Runtime.version().feature() < 21) {
			throw new UnsupportedOperationException("Virtual threads need JDK 21");
		}
		this.application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("spring.data.redis.url=redis://" + this.address, "spring.main.banner-mode=off",
					"jobqueue.default-queue=" + Nothing.QUEUE,
					(load.concurrency() > 0) ? "jobqueue.worker.concurrency=" + load.concurrency()
							: "jobqueue.worker.enabled=false",
					"spring.threads.virtual.enabled=" + load.virtual())
			.run();
		if (load.concurrency() > 0) {
			// Before there are jobs: a worker begins with its application.
			bean(JobListenerContainerRegistry.class).stop();
		}
		bean(Nothing.class).sleep(load.millis());
	}

	@Override
	public void drain(int jobs) {
		CountDownLatch ended = bean(Ended.class).expect(jobs);
		bean(JobListenerContainerRegistry.class).start();
		Pause.until(ended);
	}

	@Override
	public void dispatchAndDrain(int jobs) {
		CountDownLatch ended = bean(Ended.class).expect(jobs);
		bean(JobListenerContainerRegistry.class).start();
		dispatchBulk(jobs, 100);
		Pause.until(ended);
	}

	@Override
	public void idle() {
		bean(Nothing.class).tell();
		bean(JobListenerContainerRegistry.class).start();
	}

	@Override
	public long dispatchToStart() {
		long sent = System.nanoTime();
		dispatchOneByOne(1, 1);
		return bean(Nothing.class).nextStart() - sent;
	}

	@Override
	public void rest() {
		if (this.application != null) {
			this.application.close();
			this.application = null;
		}
	}

	@Override
	public void close() {
		rest();
	}

}
