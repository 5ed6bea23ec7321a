package io.jobqueue.benchmarks.dashboard;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Viewers who look at the dashboard, each as the page does: again two seconds later. One
 * that gets no answer, or an error, ends the measurement.
 */
final class Viewers implements AutoCloseable {

	private static final long POLL_MILLIS = 2_000;

	private final HttpClient client = HttpClient.newHttpClient();

	private final List<Thread> threads = new ArrayList<>();

	private final Times times = new Times();

	private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

	private volatile boolean closed;

	/**
	 * Begin to look.
	 * @param count how many
	 * @param base where the dashboard is
	 * @param views the addresses of views by name; the viewers share them evenly
	 */
	Viewers(int count, URI base, Map<String, String> views) {
		List<String> names = List.copyOf(views.keySet());
		for (int i = 0; i < count; i++) {
			String name = names.get(i % names.size());
			URI address = base.resolve(views.getOrDefault(name, ""));
			long start = POLL_MILLIS * i / count;
			Thread thread = new Thread(() -> watch(name, address, start), "viewer-" + i);
			thread.start();
			this.threads.add(thread);
		}
	}

	private void watch(String name, URI address, long start) {
		try {
			look(name, address, start);
		}
		catch (RuntimeException ex) {
			this.failure.compareAndSet(null, ex);
		}
	}

	private void look(String name, URI address, long start) {
		Map<String, String> tag = new ConcurrentHashMap<>();
		try {
			Thread.sleep(start);
			while (!this.closed) {
				long before = System.nanoTime();
				HttpRequest.Builder request = HttpRequest.newBuilder(address);
				tag.forEach(request::header);
				HttpResponse<String> response = this.client.send(request.build(), BodyHandlers.ofString());
				long time = System.nanoTime() - before;
				if (response.statusCode() != 200 && response.statusCode() != 304) {
					throw new IllegalStateException(address + ": " + response.body());
				}
				response.headers().firstValue("ETag").ifPresent((value) -> tag.put("If-None-Match", value));
				this.times.add(name, time);
				Thread.sleep(Math.max(1, POLL_MILLIS - TimeUnit.NANOSECONDS.toMillis(time)));
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(address + " does not answer", ex);
		}
		catch (InterruptedException ex) {
			// The end of a viewer who waits for the next poll.
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * The times until now.
	 * @throws IllegalStateException if a viewer got no answer, or an error
	 */
	Times times() {
		RuntimeException first = this.failure.get();
		if (first != null) {
			throw new IllegalStateException("A viewer has failed, so these times are not those of all", first);
		}
		return this.times;
	}

	@Override
	public void close() {
		this.closed = true;
		try {
			for (Thread thread : this.threads) {
				thread.join();
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("Interrupted while viewers left", ex);
		}
	}

}
