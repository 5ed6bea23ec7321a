package io.jobqueue.benchmarks.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

import io.jobqueue.JobDispatcher;
import io.jobqueue.JobRequest;
import io.jobqueue.benchmarks.contender.Contender;
import io.jobqueue.benchmarks.contender.Pause;
import io.jobqueue.worker.JobWorker;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The library as an application uses it with the starter, with all defaults: results and
 * history are stored, leases are renewed, lost and ended jobs are searched, and jobs are
 * counted and timed for Prometheus. Each load has a separate application. The address
 * determines the store: Redis or a database.
 */
public final class Library implements Contender {

	private final String address;

	private @Nullable ConfigurableApplicationContext application;

	private @Nullable ConfigurableApplicationContext sender;

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
		this.application = run(load);
		if (load.concurrency() > 0) {
			// Before jobs are dispatched, because a worker starts with its application.
			bean(JobWorker.class).stop();
		}
		bean(Nothing.class).sleep(load.millis());
	}

	private boolean isDatabase() {
		return this.address.startsWith("jdbc:");
	}

	private ConfigurableApplicationContext run(Load load) {
		List<String> properties = new ArrayList<>(List.of("spring.main.banner-mode=off",
				"jobqueue.default-queue=" + Nothing.QUEUE, (load.concurrency() > 0)
						? "jobqueue.worker.concurrency=" + load.concurrency() : "jobqueue.worker.enabled=false",
				"spring.threads.virtual.enabled=" + load.virtual()));
		properties.addAll(isDatabase()
				? List.of("jobqueue.store=jdbc", "jobqueue.jdbc.initialize-schema=always",
						"spring.datasource.url=" + this.address, "spring.datasource.hikari.maximum-pool-size=20")
				: List.of("spring.data.redis.url=redis://" + this.address,
						"spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"));
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(properties.toArray(String[]::new))
			.run();
	}

	@Override
	public void drain(int jobs) {
		CountDownLatch ended = bean(Ended.class).expect(jobs);
		bean(JobWorker.class).start();
		Pause.until(ended);
	}

	@Override
	public void dispatchAndDrain(int jobs) {
		CountDownLatch ended = bean(Ended.class).expect(jobs);
		bean(JobWorker.class).start();
		dispatchBulk(jobs, 100);
		Pause.until(ended);
	}

	@Override
	public void idle() {
		bean(Nothing.class).recordStarts();
		bean(JobWorker.class).start();
	}

	@Override
	public void elsewhere() {
		this.sender = run(Load.NONE);
	}

	@Override
	public void trickle(int jobs) {
		CountDownLatch ended = bean(Ended.class).expect(jobs);
		dispatchOneByOne(jobs, 1);
		Pause.until(ended);
	}

	@Override
	public long dispatchToStart() {
		JobDispatcher dispatcher = (this.sender != null) ? this.sender.getBean(JobDispatcher.class)
				: bean(JobDispatcher.class);
		Nothing.Payload payload = new Nothing.Payload(Contender.text(100));
		long sent = System.nanoTime();
		dispatcher.dispatch(Nothing.class, payload);
		return bean(Nothing.class).nextStart() - sent;
	}

	@Override
	public void rest() {
		if (this.sender != null) {
			this.sender.close();
			this.sender = null;
		}
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
