package io.jobqueue.benchmarks.rqueue;

import java.util.concurrent.CountDownLatch;

import com.github.sonus21.rqueue.core.RqueueMessageEnqueuer;
import com.github.sonus21.rqueue.listener.RqueueMessageListenerContainer;
import io.jobqueue.benchmarks.contender.Body;
import io.jobqueue.benchmarks.contender.Contender;
import io.jobqueue.benchmarks.contender.Pause;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Rqueue with a poll each millisecond, batches, and without tracking of jobs and
 * statistics.
 */
final class Rqueue implements Contender {

	private static final int FILLERS = 8;

	private final String address;

	private ConfigurableApplicationContext application;

	Rqueue(String address) {
		this.address = address;
	}

	private RqueueMessageEnqueuer enqueuer() {
		return this.application.getBean(RqueueMessageEnqueuer.class);
	}

	@Override
	public void dispatchOneByOne(int jobs, int threads) {
		enqueue(jobs, threads, 100);
	}

	private void enqueue(int jobs, int threads, int payloadBytes) {
		RqueueMessageEnqueuer enqueuer = enqueuer();
		Message message = new Message(Contender.text(payloadBytes));
		Pause.together(threads, () -> {
			for (int i = 0; i < jobs / threads; i++) {
				if (enqueuer.enqueue(Listener.QUEUE, message) == null) {
					throw new IllegalStateException("Rqueue did not take a message");
				}
			}
		});
	}

	@Override
	public void dispatchBulk(int jobs, int payloadBytes) {
		throw new UnsupportedOperationException("Rqueue has no call for many messages");
	}

	@Override
	public void fill(int jobs, int payloadBytes) {
		enqueue(jobs - jobs % FILLERS, FILLERS, payloadBytes);
		enqueue(jobs % FILLERS, 1, payloadBytes);
	}

	@Override
	public void ready(Load load) {
		if (load.virtual()) {
			throw new UnsupportedOperationException("Rqueue has its own threads");
		}
		Body.of(load);
		String host = this.address.substring(0, this.address.indexOf(':'));
		String port = this.address.substring(this.address.indexOf(':') + 1);
		this.application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("spring.data.redis.host=" + host, "spring.data.redis.port=" + port,
					"spring.main.banner-mode=off", "bench.concurrency=" + Math.max(1, load.concurrency()),
					"rqueue.job.enabled=false", "rqueue.web.enable=false", "rqueue.web.collect.listener.stats=false",
					"rqueue.latest.version.check.enabled=false", "rqueue.message.durability.in-terminal-state=0",
					"rqueue.system.mode=" + ((load.concurrency() > 0) ? "BOTH" : "PRODUCER"))
			.run();
	}

	private void start() {
		this.application.getBean(RqueueMessageListenerContainer.class).start();
	}

	@Override
	public void drain(int jobs) {
		CountDownLatch ended = Body.expect(jobs);
		start();
		Pause.until(ended);
	}

	@Override
	public void dispatchAndDrain(int jobs) {
		CountDownLatch ended = Body.expect(jobs);
		start();
		fill(jobs, 100);
		Pause.until(ended);
	}

	@Override
	public void idle() {
		Body.recordStarts();
		start();
	}

	@Override
	public long dispatchToStart() {
		long sent = System.nanoTime();
		dispatchOneByOne(1, 1);
		return Body.nextStart() - sent;
	}

	@Override
	public void trickle(int jobs) {
		CountDownLatch ended = Body.expect(jobs);
		dispatchOneByOne(jobs, 1);
		Pause.until(ended);
	}

	@Override
	public void rest() {
		this.application.close();
	}

	@Override
	public void close() {
	}

}
