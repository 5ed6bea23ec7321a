package io.jobqueue.idle;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import io.jobqueue.store.ForwardingBackend;
import io.jobqueue.store.JobFeed;
import io.jobqueue.store.JobMaintenance;
import io.jobqueue.store.JobQueries;
import io.jobqueue.store.StoreBackend;

/**
 * Counts the calls of a store that an idle application makes.
 */
final class CountedCalls extends ForwardingBackend {

	private final Map<String, Integer> counts = new ConcurrentHashMap<>();

	private final JobFeed feed;

	private final JobMaintenance maintenance;

	private final JobQueries queries;

	CountedCalls(StoreBackend target) {
		super(target);
		this.feed = counting(JobFeed.class, target.feed());
		this.maintenance = counting(JobMaintenance.class, target.maintenance());
		this.queries = counting(JobQueries.class, target.queries());
	}

	private <T> T counting(Class<T> type, T target) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, arguments) -> {
				this.counts.merge(method.getName(), 1, Integer::sum);
				try {
					return method.invoke(target, arguments);
				}
				catch (InvocationTargetException ex) {
					throw ex.getCause();
				}
			}));
	}

	void reset() {
		this.counts.clear();
	}

	int sum() {
		return this.counts.values().stream().mapToInt(Integer::intValue).sum();
	}

	@Override
	public JobFeed feed() {
		return this.feed;
	}

	@Override
	public JobMaintenance maintenance() {
		return this.maintenance;
	}

	@Override
	public JobQueries queries() {
		return this.queries;
	}

	@Override
	public String toString() {
		return new TreeMap<>(this.counts).toString();
	}

}
